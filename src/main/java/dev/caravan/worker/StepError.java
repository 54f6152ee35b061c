package dev.caravan.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.failure.DatabaseFault;
import dev.caravan.failure.Failure;
import dev.caravan.failure.FailureKind;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.failure.Texts;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt failed, as it is told to people.
 *
 * @param type the kind of error, as in an answer of the API
 * @param message what was attempted, on what, and what to do next
 * @param retryable whether another attempt may succeed without anybody changing anything
 * @param busy whether nothing has failed, and only the turn has not come
 * @param retryAfter how long to wait at least, where somebody said so
 */
record StepError(
    String type,
    String message,
    Map<String, Object> details,
    boolean retryable,
    boolean busy,
    Optional<Duration> retryAfter) {

  static StepError of(Throwable thrown) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = next(cause)) {
      if (cause instanceof Failure failure) {
        return ofFailure(failure);
      }
    }
    return DatabaseFault.of(thrown).map(StepError::ofDatabase).orElseGet(() -> ofOther(thrown));
  }

  StepError {
    message = Texts.shown(message);
  }

  /** Never the message of the database itself: it shows SQL and values. */
  private static StepError ofDatabase(DatabaseFault fault) {
    FailureKind kind =
        switch (fault.kind()) {
          case PASSING -> FailureKind.RESOURCE;
          case VALUE -> FailureKind.VALIDATION;
          case CONFLICT -> FailureKind.CONFLICT;
          case DEFECT -> FailureKind.CONFIGURATION;
        };
    return new StepError(
        kind.label(), fault.message(), Map.of(), fault.passing(), false, Optional.empty());
  }

  private static StepError ofOther(Throwable thrown) {
    Throwable cause = meaningful(thrown);
    boolean retryable = passing(thrown);
    FailureKind kind = retryable ? FailureKind.INTEGRATION : FailureKind.CONFIGURATION;
    return new StepError(
        kind.label(), plainMessage(cause), Map.of(), retryable, false, Optional.empty());
  }

  /** The step ended again and again without a word: it may be what kills its node. */
  static StepError crashed(AcquiredStep step) {
    String message =
        "%d attempts ended without a word, as if their node had been killed; see the logs of that time, then resume"
            .formatted(step.crashes());
    return permanent(FailureKind.RESOURCE.label(), message);
  }

  /** The model has no boundary event for the problem. */
  static StepError unanswered(Problem problem) {
    return permanent(problem.code(), String.valueOf(problem.getMessage()));
  }

  private static StepError permanent(String type, String message) {
    return new StepError(type, message, Map.of(), false, false, Optional.empty());
  }

  /** The same in so few words that nothing in it can stand in the way of storing it. */
  StepError withoutDetails() {
    return new StepError(type, message, Map.of(), retryable, busy, retryAfter);
  }

  /** A defect of ours rather than an answer of somebody else. */
  boolean unexpected() {
    return type.equals(FailureKind.CONFIGURATION.label()) && details.isEmpty() && !retryable;
  }

  private static StepError ofFailure(Failure failure) {
    Optional<Duration> wait =
        failure instanceof RetryableFailure retryable ? retryable.retryAfter() : Optional.empty();
    return new StepError(
        failure.kind().label(),
        plainMessage(failure),
        failure.details(),
        failure.retryable(),
        failure instanceof RetryableFailure later && later.isBusy(),
        wait);
  }

  /** An outside system being away passes; anything else is a defect. */
  private static boolean passing(Throwable thrown) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = next(cause)) {
      if (cause instanceof JsonProcessingException) {
        return false;
      }
      if (cause instanceof IOException
          || cause instanceof TimeoutException
          || cause.getClass().getSimpleName().equals("CallNotPermittedException")) {
        return true;
      }
      if (cause instanceof HttpOperationFailedException http) {
        return http.getStatusCode() >= 500 || http.getStatusCode() == 429;
      }
    }
    return false;
  }

  private static Throwable meaningful(Throwable thrown) {
    @Nullable Throwable cause = thrown.getCause();
    return thrown instanceof CamelExchangeException && cause != null ? cause : thrown;
  }

  private static @Nullable Throwable next(Throwable cause) {
    return cause.getCause() == cause ? null : cause.getCause();
  }

  private static String plainMessage(Throwable thrown) {
    @Nullable String message = thrown.getMessage();
    return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message;
  }

  String detailsAsJson(ObjectMapper json) {
    try {
      return json.writeValueAsString(details);
    } catch (JsonProcessingException unwritable) {
      return "{}";
    }
  }
}
