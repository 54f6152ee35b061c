package dev.caravan.failure;

import java.util.Map;

/** Something that could not be done; the subtype says whether trying again may help. */
public abstract sealed class Failure extends RuntimeException
    permits PermanentFailure, RetryableFailure {

  private final FailureKind kind;
  private final transient Map<String, Object> details;

  Failure(FailureKind kind, String message, Map<String, Object> details, Throwable cause) {
    super(Texts.shown(message), cause);
    this.kind = kind;
    this.details = Map.copyOf(details);
  }

  Failure(FailureKind kind, String message, Map<String, Object> details) {
    super(Texts.shown(message));
    this.kind = kind;
    this.details = Map.copyOf(details);
  }

  public FailureKind kind() {
    return kind;
  }

  /** More for the caller, in snake_case: never a secret. */
  public Map<String, Object> details() {
    return details;
  }

  /** Whether the same attempt may succeed later without anybody changing anything. */
  public boolean retryable() {
    return this instanceof RetryableFailure;
  }
}
