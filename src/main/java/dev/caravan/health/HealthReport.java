package dev.caravan.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How Caravan is.
 *
 * @param status up, degraded or down
 * @param components by name; null for callers that are not known
 */
record HealthReport(
    Status status,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, ComponentHealth> components) {

  static Status overall(Map<Component, ComponentHealth> components) {
    return components.entrySet().stream()
        .map(entry -> entry.getKey().effectOf(entry.getValue().status()))
        .max(Comparator.naturalOrder())
        .orElse(Status.UP);
  }

  HealthReport withoutComponents() {
    return new HealthReport(status, null);
  }
}
