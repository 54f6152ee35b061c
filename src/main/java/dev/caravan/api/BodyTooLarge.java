package dev.caravan.api;

import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import java.io.IOException;
import java.util.Map;

/** A body went past the limit while it was read. */
final class BodyTooLarge extends IOException {

  private static final long serialVersionUID = 1L;

  private final long limit;

  BodyTooLarge(long limit) {
    this.limit = limit;
  }

  PermanentFailure failure() {
    return new PermanentFailure(
        FailureKind.PAYLOAD_TOO_LARGE,
        "The body is larger than %d bytes".formatted(limit),
        Map.of("limit", limit));
  }
}
