package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.openstack.SandboxOpenStack;
import dev.caravan.sandbox.openstack.Settings;
import dev.caravan.story.Answer;
import dev.caravan.story.RunningCaravan;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Caravan with a simulated cloud, and how a test deploys there. */
abstract class CloudStory extends RunningCaravan {

  private static final SandboxOpenStack OPENSTACK = SandboxOpenStack.start(0, Settings.quick());

  final CloudOfTests cloud = new CloudOfTests(OPENSTACK);

  @DynamicPropertySource
  static void simulatedCloud(DynamicPropertyRegistry properties) {
    // A test checks deployments when it wants to, not when the clock comes to the next ten minutes.
    properties.add("caravan.infrastructure.check-schedule", () -> "0 0 0 1 1 ? 2099");
    properties.add(
        "caravan.openstack.clouds-file", () -> CloudOfTests.cloudsYaml(OPENSTACK).toString());
  }

  @BeforeEach
  void anew() {
    cloud.reset();
  }

  String deployed(String name, String template, String cloud, Map<String, ?> parameters) {
    Answer answer =
        as("operator")
            .post(
                "/api/v1/deployments",
                Map.of(
                    "name",
                    name,
                    "template",
                    template,
                    "cloud_region",
                    cloud,
                    "parameters",
                    parameters));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    assertThat(answer.json().path("status").asText()).isEqualTo("PENDING");
    return answer.header("Location");
  }

  void scaled(String deployment, String type, int count) {
    scaled(deployment, type, count, false);
  }

  void scaled(String deployment, String type, int count, boolean confirmed) {
    Answer answer =
        as("operator")
            .post(
                deployment + "/scale",
                Map.of("vm_type", type, "target_count", count, "confirm", confirmed));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    assertThat(answer.json().path("status").asText()).isEqualTo("SCALING");
  }

  JsonNode ended(String deployment, String status) {
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () -> {
              JsonNode now = as("viewer").get(deployment).json();
              assertThat(now.path("status").asText()).as(now.toPrettyString()).isEqualTo(status);
            });
    return as("viewer").get(deployment).json();
  }

  /** Waits until nobody works on it any more. */
  JsonNode free(String deployment) {
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () -> {
              JsonNode now = as("viewer").get(deployment).json();
              assertThat(now.path("operation").isNull()).as(now.toPrettyString()).isTrue();
            });
    return as("viewer").get(deployment).json();
  }
}
