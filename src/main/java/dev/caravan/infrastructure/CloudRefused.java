package dev.caravan.infrastructure;

import dev.caravan.failure.RetryableFailure;
import dev.caravan.openstack.OpenStackAnswer;
import dev.caravan.openstack.Refusal;
import dev.caravan.worker.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/** What it means for a process that a cloud did not do what it was asked to. */
final class CloudRefused {

  /** The error that the models have an answer to: what was made is undone. */
  static final String CODE = "CloudRefused";

  private CloudRefused() {}

  /** A problem that stays, in the cloud's words. */
  static Problem of(String type, String message, String activity) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("type", type);
    error.put("message", message);
    error.put("failed_activity", activity);
    return new Problem(CODE, message, Map.of("error", error));
  }

  /** An answer that is not good: may be so later, or never. */
  static RuntimeException answer(OpenStackAnswer answer, String what, String activity) {
    if (answer.unsure()) {
      return RetryableFailure.integration(
          answer.status() == 0
              ? "%s: the cloud gave no answer: %s".formatted(what, answer.words())
              : "%s: the cloud answered %d: %s".formatted(what, answer.status(), answer.words()));
    }
    return of(Refusal.of(answer).name(), answer.words(), activity);
  }
}
