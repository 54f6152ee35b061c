package dev.caravan.fabric;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses words that nothing in a list can have: an empty list would look as if all were well. */
final class ListFilter {

  static final List<String> DRIFTS =
      List.of(
          "in_sync",
          "spec_drift",
          "desired_only",
          "actual_only",
          "creation_pending",
          "deletion_pending");
  static final List<String> STATES =
      List.of("draft", "committed", "synced", "drifted", "orphaned", "pending");
  static final List<String> HEALTHS = List.of("unknown", "healthy", "progressing", "degraded");
  static final List<String> RUN_STATUSES =
      List.of("queued", "running", "succeeded", "failed", "cancelled");

  private final List<InputProblem> problems = new ArrayList<>();

  void check(String parameter, @Nullable String word, List<String> allowed) {
    if (word != null && !allowed.contains(word)) {
      problems.add(
          new InputProblem("/" + parameter, "must be one of " + String.join(", ", allowed)));
    }
  }

  void requireGood() {
    if (!problems.isEmpty()) {
      throw PermanentFailure.validation("The filter has problems", problems);
    }
  }
}
