package dev.caravan.api;

import dev.caravan.failure.Failure;
import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.RetryableFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.springframework.util.unit.DataSize;

/** A body is read no further: it is too large, takes too long, or comes with too many others. */
final class BodyRefused extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  private BodyRefused(Failure failure) {
    super(failure.getMessage());
    this.failure = failure;
  }

  static BodyRefused tooLarge(DataSize limit) {
    return new BodyRefused(
        new PermanentFailure(
            FailureKind.PAYLOAD_TOO_LARGE,
            "The body is larger than %d bytes".formatted(limit.toBytes()),
            Map.of("limit", limit.toBytes())));
  }

  static BodyRefused tooSlow(Duration limit) {
    return new BodyRefused(
        new PermanentFailure(
            FailureKind.TIMEOUT,
            "The body was not there after %d seconds: send it again, faster"
                .formatted(limit.toSeconds()),
            Map.of("limit", limit.toSeconds())));
  }

  static BodyRefused tooMany() {
    return new BodyRefused(
        RetryableFailure.resource(
            "Too many bodies are on their way at this moment: try again in a second",
            Duration.ofSeconds(1)));
  }

  Failure failure() {
    return failure;
  }
}
