package dev.caravan.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How Caravan is.
 *
 * @param status up, degraded or down; unknown as long as nobody has looked
 * @param version of this Caravan
 * @param timestamp when this was said
 * @param components by name; null for callers that are not known
 */
record HealthReport(
    Status status,
    String version,
    Instant timestamp,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, ComponentHealth> components) {

  static Status overall(Map<Component, ComponentHealth> components) {
    Status worst = worst(components);
    boolean looked =
        components.entrySet().stream()
            .noneMatch(
                entry -> entry.getKey().isEssential() && entry.getValue().checkedAt() == null);
    return looked || worst == Status.DOWN ? worst : Status.UNKNOWN;
  }

  private static Status worst(Map<Component, ComponentHealth> components) {
    return components.entrySet().stream()
        .map(entry -> entry.getKey().effectOf(entry.getValue().status()))
        .max(Comparator.naturalOrder())
        .orElse(Status.UP);
  }

  HealthReport withoutComponents() {
    return new HealthReport(status, version, timestamp, null);
  }
}
