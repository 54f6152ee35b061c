package dev.caravan.settings;

import dev.caravan.failure.Failure;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells a failure that names its remedy itself, instead of a stack trace. */
class FailedStartAnalyzer extends AbstractFailureAnalyzer<Failure> {

  @Override
  protected FailureAnalysis analyze(Throwable root, Failure failure) {
    return new FailureAnalysis(
        String.valueOf(failure.getMessage()), "Mend this and start again.", failure);
  }
}
