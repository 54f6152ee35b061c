package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * A cloud that fails is left alone and shown, other clouds are asked, and it comes back by itself.
 */
@AutoConfigureObservability(tracing = false)
class BrokenCloudStoryTest extends CloudStory {

  private static final Duration LONG = Duration.ofMinutes(3);

  @DynamicPropertySource
  static void leftAloneForLongerThanATestLooks(DynamicPropertyRegistry properties) {
    properties.add("caravan.circuit-breakers.wait-for", () -> "10s");
  }

  @Test
  void aCloudThatFailsIsLeftAloneShownAndAskedAgain() {
    cloud.fault(
        Map.of("effect", "status", "status", 503, "matches", ".*/auth/tokens", "times", 1000));
    List<String> first =
        Stream.of("first-a", "first-b", "first-c")
            .map(name -> deployed(name, "one-network", "sandbox", Map.of()))
            .toList();

    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              JsonNode health = breakers();
              assertThat(health.path("status").asText()).isEqualTo("degraded");
              assertThat(health.path("message").asText())
                  .contains("openstack sandbox is left alone since", "answered 503")
                  .doesNotContain("openstack tiny");
            });
    assertThat(as("viewer").get("/actuator/prometheus").text())
        .containsPattern(
            "caravan_circuit_breaker_state\\{address=\"sandbox\",system=\"openstack\"\\} [12]");
    assertThat(nobody().get("/api/v1/health").text()).doesNotContain("openstack");

    cloud.noFaults();
    String other = deployed("other", "one-network", "tiny", Map.of("count", 1));
    ended(other, "COMPLETED");
    first.forEach(this::free);
    String second = deployed("second", "one-network", "sandbox", Map.of());
    ended(second, "COMPLETED");

    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(breakers().path("status").asText()).as("health").isEqualTo("up"));
    assertThat(as("viewer").get("/actuator/prometheus").text())
        .contains("caravan_circuit_breaker_state{address=\"sandbox\",system=\"openstack\"} 0.0");
  }

  private JsonNode breakers() {
    return as("operator").get("/api/v1/health?deep=true").json().at("/components/circuit_breakers");
  }
}
