package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.Failure;
import dev.caravan.failure.FailureKind;
import dev.caravan.kubernetes.KubernetesAnswer;
import dev.caravan.worker.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Why a run cannot say whether a fabric is in sync; the process has an answer to it. */
final class SyncTrouble {

  /** The error that the model catches. */
  static final String CODE = "SyncFailed";

  /** Sources that are empty and were not: told apart, as they may be right. */
  static final String SUSPECT = "SUSPECT_EMPTY";

  /** What was going to be done is not to be done any more, or was looked at too long ago. */
  static final String OUTDATED = "OUTDATED";

  /** Those of the cluster that mean that it was not reached at all. */
  private static final Set<String> DISCONNECTED =
      Set.of("UNREACHABLE", "UNTRUSTED", "OTHER_NAME", "TLS", "TIMEOUT", "BROKEN");

  private static final Set<String> CLUSTER =
      Set.of("UNAUTHORIZED", "FORBIDDEN", "WRONG_NAMESPACE", "THROTTLED", "CLUSTER_ERROR");

  private SyncTrouble() {}

  static Problem of(String type, String message, Map<String, ?> details) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("type", type);
    error.put("message", message);
    error.putAll(details);
    return new Problem(CODE, message, Map.of("error", error));
  }

  static Problem of(String type, String message) {
    return of(type, message, Map.of());
  }

  /** An answer of the cluster that is not good. */
  static Problem of(KubernetesAnswer answer, String what) {
    String type =
        answer
            .trouble()
            .map(Enum::name)
            .orElseGet(
                () ->
                    switch (answer.status()) {
                      case 401 -> "UNAUTHORIZED";
                      case 403 -> "FORBIDDEN";
                      case 410 -> "EXPIRED";
                      case 429 -> "THROTTLED";
                      default -> "CLUSTER_ERROR";
                    });
    String message =
        answer.status() == 0
            ? "%s: the cluster gave no answer: %s".formatted(what, answer.words())
            : "%s: the cluster answered %d: %s".formatted(what, answer.status(), answer.words());
    return of(type, message, Map.of("status", answer.status()));
  }

  /** Git, or our own set-up, said no. */
  static Problem ofGit(Failure failure) {
    String type =
        failure.kind() == FailureKind.PERMISSION
            ? "GIT_REFUSED"
            : failure.kind() == FailureKind.VALIDATION
                ? "GIT_NOT_FOUND"
                : failure.retryable() ? "GIT_UNREACHABLE" : "GIT_ERROR";
    return of(type, String.valueOf(failure.getMessage()));
  }

  /** What a run says that an error has ended. */
  static String outcome(JsonNode error) {
    return switch (error.path("type").asText()) {
      case SUSPECT -> "suspect_empty";
      case OUTDATED -> "outdated";
      default -> "error";
    };
  }

  /** What an error says of the way to the cluster; unknown where it says nothing. */
  static String connection(JsonNode error) {
    String type = error.path("type").asText();
    return DISCONNECTED.contains(type)
        ? "disconnected"
        : CLUSTER.contains(type) ? "error" : "unknown";
  }
}
