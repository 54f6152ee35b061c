package dev.caravan.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A failure that stays until somebody changes something. */
public final class PermanentFailure extends Failure {

  /** Whoever mends so many sees the next ones then; more would only make the answer large. */
  private static final int MOST_PROBLEMS = 100;

  private static final int MOST_CHARACTERS = 32_000;

  public PermanentFailure(FailureKind kind, String message, Map<String, Object> details) {
    super(kind, message, details);
  }

  /** The input is wrong: its problems at once, each with a JSON pointer; of very many the first. */
  public static PermanentFailure validation(String message, List<InputProblem> errors) {
    return new PermanentFailure(FailureKind.VALIDATION, message, Map.of("errors", first(errors)));
  }

  private static List<InputProblem> first(List<InputProblem> all) {
    List<InputProblem> shown = new ArrayList<>();
    int characters = 0;
    for (InputProblem each : all) {
      characters += each.pointer().length() + each.message().length();
      if (shown.size() == MOST_PROBLEMS || (characters > MOST_CHARACTERS && !shown.isEmpty())) {
        shown.add(
            new InputProblem(
                "", "has %d problems more, not shown here".formatted(all.size() - shown.size())));
        break;
      }
      shown.add(each);
    }
    return List.copyOf(shown);
  }

  public static PermanentFailure notFound(String message) {
    return new PermanentFailure(FailureKind.NOT_FOUND, message, Map.of());
  }

  public static PermanentFailure conflict(String message) {
    return new PermanentFailure(FailureKind.CONFLICT, message, Map.of());
  }

  /** Caravan itself is set up wrongly: the message names the setting and what to do. */
  public static PermanentFailure configuration(String message) {
    return new PermanentFailure(FailureKind.CONFIGURATION, message, Map.of());
  }

  /** An outside system said no, and would say it again. */
  public static PermanentFailure integration(String message) {
    return new PermanentFailure(FailureKind.INTEGRATION, message, Map.of());
  }

  public static PermanentFailure permission(String message) {
    return new PermanentFailure(FailureKind.PERMISSION, message, Map.of());
  }
}
