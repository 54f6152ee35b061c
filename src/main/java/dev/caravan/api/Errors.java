package dev.caravan.api;

import dev.caravan.failure.Failure;
import dev.caravan.failure.FailureKind;
import dev.caravan.failure.RetryableFailure;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Makes answers of the one error shape. */
@Component
class Errors {

  /** Caravan's own defects: the one kind that no caller can do anything about. */
  static final String INTERNAL = "InternalError";

  private final Clock clock;

  Errors(Clock clock) {
    this.clock = clock;
  }

  ResponseEntity<Object> of(Failure failure, HttpServletRequest request) {
    HttpHeaders headers = new HttpHeaders();
    if (failure instanceof RetryableFailure retryable) {
      retryable.retryAfter().ifPresent(wait -> retryAfter(headers, wait));
    }
    FailureKind kind = failure.kind();
    return answer(kind.status(), kind.label(), text(failure), failure.details(), headers, request);
  }

  private static String text(Failure failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.kind().label());
  }

  private static void retryAfter(HttpHeaders headers, Duration wait) {
    headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds())));
  }

  /** An answer with a status of HTTP's own, such as 405 or 415. */
  ResponseEntity<Object> of(
      HttpStatusCode status, String message, HttpHeaders headers, HttpServletRequest request) {
    return answer(status.value(), labelOf(status.value()), message, Map.of(), headers, request);
  }

  /** A status without a kind of its own is the caller's mistake, or Caravan's. */
  static String labelOf(int status) {
    Optional<FailureKind> exact =
        Arrays.stream(FailureKind.values())
            .filter(kind -> kind.status() == status && kind != FailureKind.CONFIGURATION)
            .findFirst();
    return exact
        .map(FailureKind::label)
        .orElse(status < 500 ? FailureKind.VALIDATION.label() : INTERNAL);
  }

  private ResponseEntity<Object> answer(
      int status,
      String error,
      String message,
      Map<String, Object> details,
      HttpHeaders headers,
      HttpServletRequest request) {
    // The server refuses some requests before any filter.
    Object id =
        Objects.requireNonNullElseGet(
            request.getAttribute(RequestIdFilter.NAME), () -> RequestIdFilter.idOf(request));
    // Said in JSON whatever the caller would accept: an error is better read than withheld.
    return ResponseEntity.status(status)
        .headers(headers)
        .contentType(MediaType.APPLICATION_JSON)
        .body(new ErrorBody(error, message, details, clock.instant(), id.toString()));
  }
}
