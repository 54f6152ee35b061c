package dev.caravan.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * One fault.
 *
 * @param method the HTTP method, or * for any
 * @param path the beginning of the path
 * @param matches a regular expression for the whole path
 * @param skip how many matching requests go well first
 * @param every of those after, each so many-th is hit
 * @param probability of a hit where it is its turn, 0 to 1
 * @param times how many are hit
 * @param retryAfter seconds in the header {@code Retry-After}; none below 0
 */
public record Fault(
    Effect effect,
    String method,
    String path,
    Pattern matches,
    int skip,
    int every,
    double probability,
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
        json.path("path").asText("/"),
        Pattern.compile(json.path("matches").asText(".*")),
        json.path("skip").asInt(0),
        Math.max(1, json.path("every").asInt(1)),
        json.path("probability").asDouble(1),
        json.path("times").asInt(1),
        json.path("status").asInt(500),
        json.path("millis").asLong(1000),
        json.path("objects").asInt(500),
        json.path("retry_after").asInt(-1));
  }

  boolean concerns(Call call) {
    return (method.equals("*") || method.equalsIgnoreCase(call.method()))
        && call.path().startsWith(path)
        && matches.matcher(call.path()).matches()
        && (effect != Effect.LIMIT || size(call) > objects);
  }

  private static int size(Call call) {
    try {
      return call.json().size();
    } catch (Call.NoJson e) {
      return 0;
    }
  }

  boolean strikes() {
    return skip == 0
        && (probability >= 1 || ThreadLocalRandom.current().nextDouble() < probability);
  }

  /** This fault after a matching request that it did or did not hit. */
  Fault after(boolean hit) {
    if (hit) {
      return left(every - 1, times - 1);
    }
    return left(Math.max(0, skip - 1), times);
  }

  private Fault left(int nextSkip, int nextTimes) {
    return new Fault(
        effect,
        method,
        path,
        matches,
        nextSkip,
        every,
        probability,
        nextTimes,
        status,
        millis,
        objects,
        retryAfter);
  }

  ObjectNode asJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("effect", effect.name().toLowerCase(Locale.ROOT))
        .put("method", method)
        .put("path", path)
        .put("matches", matches.pattern())
        .put("skip", skip)
        .put("times", times);
  }
}
