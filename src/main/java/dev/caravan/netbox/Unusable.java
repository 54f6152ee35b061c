package dev.caravan.netbox;

import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.RetryableFailure;
import java.util.Map;

/** Answers with which nothing can be done: which failure each of them is. */
public final class Unusable {

  private Unusable() {}

  /** Gives the answer back if it is usable, and throws what it means otherwise. */
  public static NetBoxAnswer unless(boolean usable, NetBoxRequest request, NetBoxAnswer answer) {
    if (usable) {
      return answer;
    }
    throw failure(request.line(), answer);
  }

  private static RuntimeException failure(String what, NetBoxAnswer answer) {
    if (answer.silence() == NetBoxAnswer.Silence.NOT_TAKEN) {
      return RetryableFailure.integration(
          "NetBox cannot be reached for %s: %s".formatted(what, answer.text()));
    }
    if (answer.lost()) {
      return RetryableFailure.integration(
          "NetBox gave no answer to %s: %s".formatted(what, answer.text()));
    }
    String said = "NetBox answered %d to %s: %s".formatted(answer.status(), what, answer.words());
    return switch (answer.status()) {
      case 401 -> PermanentFailure.configuration(said + ". Set NETBOX_TOKEN to a valid token.");
      case 403 ->
          new PermanentFailure(
              FailureKind.CONFIGURATION,
              said + ". Give the token's user the right, and let the token write.",
              Map.of("request", what));
      case 429, 500, 502, 503, 504 -> RetryableFailure.integration(said);
      default -> PermanentFailure.integration(said);
    };
  }
}
