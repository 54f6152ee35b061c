package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether an object works, as far as it says so itself.
 *
 * @param status healthy, progressing, degraded or unknown
 */
record Health(String status, @Nullable String message) {

  static final Health UNKNOWN = new Health("unknown", null);

  private static final Duration SILENT = Duration.ofMinutes(5);
  private static final Set<String> GOOD_WHEN_TRUE =
      Set.of("Ready", "Available", "Applied", "Healthy", "Synced", "Established");
  private static final Set<String> BAD_WHEN_TRUE =
      Set.of("Degraded", "Failed", "Error", "Stalled", "Unhealthy");

  /** What the object says. */
  static Health of(JsonNode object, Instant now) {
    JsonNode status = object.path("status");
    if (!object.at("/metadata/deletionTimestamp").isMissingNode()) {
      return new Health("progressing", "is being deleted");
    }
    if (status.has("lastHeartbeat") || status.has("lastAppliedGen")) {
      return ofAgent(object, status, now);
    }
    return ofConditions(object, status.path("conditions"));
  }

  Health orIfUnknown(Health other) {
    return equals(UNKNOWN) ? other : this;
  }

  private static Health ofAgent(JsonNode object, JsonNode status, Instant now) {
    Instant beat = instant(status.path("lastHeartbeat").asText(""));
    if (beat == null) {
      return new Health("unknown", "the agent has never been heard of");
    }
    if (beat.plus(SILENT).isBefore(now)) {
      return new Health("degraded", "the agent is silent since " + beat);
    }
    long wanted = object.at("/metadata/generation").asLong();
    long applied = status.path("lastAppliedGen").asLong();
    return applied < wanted
        ? new Health(
            "progressing", "the agent has applied generation %d of %d".formatted(applied, wanted))
        : new Health("healthy", "the agent has applied generation %d".formatted(applied));
  }

  private static Health ofConditions(JsonNode object, JsonNode conditions) {
    Health health = UNKNOWN;
    for (JsonNode each : conditions) {
      String type = each.path("type").asText();
      String value = each.path("status").asText();
      String said = type + ": " + each.path("message").asText(each.path("reason").asText(value));
      if (each.path("observedGeneration").asLong(Long.MAX_VALUE)
          < object.at("/metadata/generation").asLong()) {
        return new Health("progressing", type + " is of an older generation");
      }
      if (BAD_WHEN_TRUE.contains(type) && value.equals("True")) {
        return new Health("degraded", said);
      }
      if (GOOD_WHEN_TRUE.contains(type)) {
        switch (value) {
          case "False" -> {
            return new Health("degraded", said);
          }
          case "True" -> health = health.equals(UNKNOWN) ? new Health("healthy", said) : health;
          default -> health = new Health("progressing", said);
        }
      }
    }
    return health;
  }

  private static @Nullable Instant instant(String text) {
    try {
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeException wrong) {
      return null;
    }
  }
}
