package dev.caravan.failure;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure that may be gone at the next attempt: an outside system that is down or busy. */
public final class RetryableFailure extends Failure {

  private final @Nullable Duration retryAfter;
  private final boolean busy;

  private RetryableFailure(FailureKind kind, String message, @Nullable Duration retryAfter) {
    this(kind, message, retryAfter, Map.of());
  }

  private RetryableFailure(
      FailureKind kind,
      String message,
      @Nullable Duration retryAfter,
      Map<String, Object> details) {
    super(kind, message, details);
    this.retryAfter = retryAfter;
    this.busy = false;
  }

  private RetryableFailure(FailureKind kind, String message, Throwable cause) {
    super(kind, message, Map.of(), cause);
    this.retryAfter = null;
    this.busy = false;
  }

  private RetryableFailure(FailureKind kind, String message, boolean busy) {
    super(kind, message, Map.of());
    this.retryAfter = null;
    this.busy = busy;
  }

  /** An outside system did not answer, or not as agreed. */
  public static RetryableFailure integration(String message) {
    return new RetryableFailure(FailureKind.INTEGRATION, message, (Duration) null);
  }

  public static RetryableFailure integration(String message, Throwable cause) {
    return new RetryableFailure(FailureKind.INTEGRATION, message, cause);
  }

  /** The same, where it is known when to try again. */
  public static RetryableFailure integration(String message, Duration retryAfter) {
    return new RetryableFailure(FailureKind.INTEGRATION, message, retryAfter);
  }

  /** Something that is needed is not there yet. */
  public static RetryableFailure resource(String message, Duration retryAfter) {
    return new RetryableFailure(FailureKind.RESOURCE, message, retryAfter);
  }

  /** The same, with more for the caller. */
  public static RetryableFailure resource(
      String message, Duration retryAfter, Map<String, Object> details) {
    return new RetryableFailure(FailureKind.RESOURCE, message, retryAfter, details);
  }

  /** Somebody else is at it: nothing has failed, and no attempt is used up by coming back later. */
  public static RetryableFailure busy(String message) {
    return new RetryableFailure(FailureKind.RESOURCE, message, true);
  }

  /** Whether nothing has failed, and only the turn has not come. */
  public boolean isBusy() {
    return busy;
  }

  /** The caller has asked too often. */
  public static RetryableFailure rateLimit(String message, Duration retryAfter) {
    return new RetryableFailure(FailureKind.RATE_LIMIT, message, retryAfter);
  }

  /** How long to wait at least, where somebody said so. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
