package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Finds out which objects of a bulk request NetBox complained of.
 *
 * <p>To 4.6 a refused POST is answered by a list as long as the request, {@code {}} for each good
 * object; from 4.7 by {@code {"detail", "errors": [{"index" or "id", "errors"}]}}. A refused PATCH
 * before 4.7 names nobody.
 */
final class BulkErrors {

  /** Exceptions of NetBox that tell of its database's health, not of what was sent. */
  private static final Set<String> UNWELL =
      Set.of("OperationalError", "InterfaceError", "ConnectionError", "TimeoutError");

  private BulkErrors() {}

  /** The errors by position in the request; empty when the answer names no position. */
  static Map<Integer, JsonNode> byPosition(NetBoxAnswer answer, int sent) {
    Map<Integer, JsonNode> errors = new HashMap<>();
    JsonNode body = answer.body();
    if (body.isArray() && body.size() == sent) {
      for (int i = 0; i < sent; i++) {
        if (!body.get(i).isEmpty()) {
          errors.put(i, body.get(i));
        }
      }
    }
    for (JsonNode each : body.path("errors")) {
      if (each.path("index").canConvertToInt() && each.path("index").asInt() < sent) {
        errors.put(each.path("index").asInt(), each.path("errors"));
      }
    }
    return errors;
  }

  /** The errors by the object's number; empty when the answer names none. */
  static Map<Long, JsonNode> byId(NetBoxAnswer answer) {
    Map<Long, JsonNode> errors = new HashMap<>();
    for (JsonNode each : answer.body().path("errors")) {
      if (each.path("id").canConvertToLong()) {
        errors.put(each.path("id").asLong(), each.path("errors"));
      }
    }
    return errors;
  }

  /** Whether NetBox may have done the request although this is what came back. */
  static boolean unsure(NetBoxAnswer answer) {
    boolean broken =
        answer.status() == 500
            && (!answer.body().has("exception")
                || UNWELL.contains(answer.body().path("exception").asText()));
    return answer.lost() || answer.status() == 502 || answer.status() == 504 || broken;
  }

  /** Whether a smaller batch may fare better. */
  static boolean tooLarge(NetBoxAnswer answer) {
    return answer.status() == 413 || answer.status() == 502 || answer.status() == 504;
  }

  /** Whether it took longer than anybody waited: it may be at work still. */
  static boolean tooSlow(NetBoxAnswer answer) {
    return answer.silence() == NetBoxAnswer.Silence.TIMED_OUT || answer.status() == 504;
  }

  /** Whether NetBox refused what was sent, as far as it says. */
  static boolean refusal(NetBoxAnswer answer) {
    boolean data = answer.status() == 500 && !unsure(answer);
    return answer.status() == 400 || answer.status() == 409 || data;
  }
}
