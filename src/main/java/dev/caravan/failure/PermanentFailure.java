package dev.caravan.failure;

import java.util.List;
import java.util.Map;

/** A failure that stays until somebody changes something. */
public final class PermanentFailure extends Failure {

  public PermanentFailure(FailureKind kind, String message, Map<String, Object> details) {
    super(kind, message, details);
  }

  /** The input is wrong: every problem at once, each with a JSON pointer. */
  public static PermanentFailure validation(String message, List<InputProblem> errors) {
    return new PermanentFailure(FailureKind.VALIDATION, message, Map.of("errors", errors));
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
