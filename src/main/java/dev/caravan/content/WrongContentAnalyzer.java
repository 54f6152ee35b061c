package dev.caravan.content;

import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells wrong content as one list instead of a stack trace. */
class WrongContentAnalyzer extends AbstractFailureAnalyzer<WrongContent> {

  @Override
  protected FailureAnalysis analyze(Throwable root, WrongContent wrong) {
    return new FailureAnalysis(
        wrong.problems().stream()
            .map(problem -> "    " + problem)
            .collect(Collectors.joining("\n", "Processes, forms and routes do not fit:\n\n", "")),
        "Mend these and start again. The command `check` looks without a start: see CONTRIBUTING.md",
        wrong);
  }
}
