package dev.caravan.settings;

import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells wrong settings as a list that a person can work through, instead of a stack trace. */
public class WrongSettingsAnalyzer extends AbstractFailureAnalyzer<WrongSettings> {

  @Override
  protected FailureAnalysis analyze(Throwable root, WrongSettings wrong) {
    String found =
        wrong.problems().stream()
            .map(problem -> "    " + problem)
            .collect(Collectors.joining("\n", "The environment is not in order:\n\n", ""));
    String actions =
        wrong.problems().stream()
            .map(problem -> "    " + problem.variable() + ": " + problem.action())
            .collect(Collectors.joining("\n", "Mend these and start again:\n\n", ""));
    return new FailureAnalysis(found, actions, wrong);
  }
}
