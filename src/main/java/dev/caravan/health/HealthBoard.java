package dev.caravan.health;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The last finding about every component. */
@org.springframework.stereotype.Component
class HealthBoard {

  private final Map<Component, ComponentHealth> components = new EnumMap<>(Component.class);
  private final Clock clock;
  private final ProductVersion version;

  HealthBoard(Clock clock, ProductVersion version) {
    this.clock = clock;
    this.version = version;
    Instant now = clock.instant();
    for (Component component : Component.values()) {
      components.put(
          component, new ComponentHealth(Status.UNKNOWN, now, "has not been looked at", null));
    }
  }

  synchronized void note(Component component, Finding finding) {
    components.computeIfPresent(
        component, (name, before) -> before.after(finding, clock.instant()));
  }

  synchronized Finding last(Component component) {
    ComponentHealth health = Objects.requireNonNull(components.get(component));
    return new Finding(health.status(), health.message());
  }

  synchronized HealthReport report() {
    Map<String, ComponentHealth> named = new LinkedHashMap<>();
    components.forEach((component, health) -> named.put(component.word(), health));
    return new HealthReport(
        HealthReport.overall(components), version.text(), clock.instant(), named);
  }
}
