package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is to go wrong, for the next so many requests that match. */
final class Faults {

  /** What goes wrong. */
  enum Effect {
    /** The answer comes late. */
    DELAY,
    /** An answer with this status instead of the work. */
    STATUS,
    /** A list of more objects than this is 413. */
    LIMIT,
    /** The connection ends before anything is done. */
    DROP_BEFORE,
    /** The work is done and the answer lost. */
    DROP_AFTER
  }

  /**
   * One fault.
   *
   * @param method the HTTP method, or * for any
   * @param path the beginning of the path
   * @param skip how many matching requests go well first
   * @param times how many are hit then
   */
  record Fault(
      Effect effect,
      String method,
      String path,
      int skip,
      int times,
      int status,
      long millis,
      int objects,
      int retryAfter) {

    static Fault of(JsonNode json) {
      String effect = json.path("effect").asText("").toUpperCase(Locale.ROOT).replace('-', '_');
      return new Fault(
          Effect.valueOf(effect),
          json.path("method").asText("*"),
          json.path("path").asText("/api/"),
          json.path("skip").asInt(0),
          json.path("times").asInt(1),
          json.path("status").asInt(500),
          json.path("millis").asLong(1000),
          json.path("objects").asInt(500),
          json.path("retry_after").asInt(-1));
    }

    boolean concerns(Call call) {
      return (method.equals("*") || method.equalsIgnoreCase(call.method()))
          && call.path().startsWith(path)
          && (effect != Effect.LIMIT || size(call) > objects);
    }

    private static int size(Call call) {
      try {
        return call.json().size();
      } catch (Call.NoJson e) {
        return 0;
      }
    }

    Fault passed() {
      return skip > 0 ? left(skip - 1, times) : left(0, times - 1);
    }

    private Fault left(int nextSkip, int nextTimes) {
      return new Fault(
          effect, method, path, nextSkip, nextTimes, status, millis, objects, retryAfter);
    }
  }

  private final List<Fault> faults = new ArrayList<>();

  synchronized void add(Fault fault) {
    faults.add(fault);
  }

  synchronized void clear() {
    faults.clear();
  }

  /** The first fault that hits this request; it counts down. */
  synchronized Optional<Fault> hitting(Call call) {
    for (int i = 0; i < faults.size(); i++) {
      Fault fault = faults.get(i);
      if (fault.concerns(call)) {
        Fault next = fault.passed();
        if (next.times() <= 0) {
          faults.remove(i);
        } else {
          faults.set(i, next);
        }
        return fault.skip() > 0 ? Optional.empty() : Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  synchronized ArrayNode asJson() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Fault fault : faults) {
      list.addObject()
          .put("effect", fault.effect().name().toLowerCase(Locale.ROOT))
          .put("method", fault.method())
          .put("path", fault.path())
          .put("skip", fault.skip())
          .put("times", fault.times());
    }
    return list;
  }
}
