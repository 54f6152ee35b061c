package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/**
 * Servers that a cloud does not build, or does not take away, although somebody looks all along.
 */
@TestPropertySource(
    properties = {
      "caravan.infrastructure.build-limit=12s",
      "caravan.infrastructure.removal-limit=15s",
      "caravan.infrastructure.removal-asked-again=2s"
    })
class ServerLimitsStoryTest extends CloudStory {

  @Test
  void aServerThatIsNeverBuiltIsUndoneAfterTheLimit() {
    cloud.buildFault(Map.of("effect", "stuck", "name", ".*-2", "times", 1));
    String slow = deployed("slow", "one-network", "sandbox", Map.of("count", 2));

    JsonNode failed = ended(slow, "FAILED");

    assertThat(failed.at("/error/type").asText()).isEqualTo("CAPACITY");
    assertThat(failed.at("/error/message").asText()).contains("server-2 is still BUILD", "12 s");
    assertThat(cloud.standing("demo")).isEmpty();
  }

  @Test
  void aServerWhoseDeletionFailsIsAskedAgain() {
    String shop = deployed("again", "one-network", "sandbox", Map.of("count", 2));
    ended(shop, "COMPLETED");
    cloud.buildFault(Map.of("effect", "delete_error", "name", ".*-2", "times", 1));

    as("operator").delete(shop);

    ended(shop, "DELETED");
    assertThat(waiting(shop))
        .anyMatch(each -> each.contains("server-2") && each.contains("asked again"));
    assertThat(cloud.standing("demo")).isEmpty();
  }

  @Test
  void aServerThatDoesNotGoIsNamedAndTheDeletionCanBeResumed() {
    String shop = deployed("stays", "one-network", "sandbox", Map.of("count", 2));
    ended(shop, "COMPLETED");
    cloud.buildFault(Map.of("effect", "delete_error", "name", ".*-2", "times", 1000));

    as("operator").delete(shop);

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> status(shop, "stays-server-2").equals("ERROR"));
    JsonNode failed = ended(shop, "FAILED");
    assertThat(failed.at("/error/message").asText()).contains("server-2", "ERROR", "still there");
    assertThat(failed.at("/error/standing").toString()).contains("server server-2");
    cloud.noBuildFaults();
    String process = "/api/v1/processes/" + failed.path("process_id").asText();
    assertThat(as("operator").post(process + "/resume", Map.of()).status()).isEqualTo(202);
    ended(shop, "DELETED");
    assertThat(cloud.standing("demo")).isEmpty();
  }

  @Test
  void aServerThatIsOnItsWayOutForTooLongIsNamedByScalingToo() {
    String shop = deployed("lingers", "one-network", "sandbox", Map.of("count", 2));
    ended(shop, "COMPLETED");
    cloud.settings(Map.of("delete_time", 900));

    scaled(shop, "server", 1);

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> status(shop, "lingers-server-2").equals("DELETING"));
    assertThat(status(shop, "lingers-server-1")).isEqualTo("ACTIVE");
    JsonNode failed = ended(shop, "FAILED");
    assertThat(failed.at("/error/message").asText()).contains("server-2", "still there");
  }

  @Test
  void anUndoThatCannotTakeAServerAwaySaysSo() {
    cloud.buildFault(Map.of("effect", "error", "name", ".*-2", "times", 1));
    cloud.buildFault(Map.of("effect", "delete_error", "name", ".*-1", "times", 1000));
    String shop = deployed("half", "one-network", "sandbox", Map.of("count", 2));

    JsonNode failed = ended(shop, "FAILED");

    assertThat(failed.at("/error/message").asText()).contains("server-1", "still there");
    assertThat(failed.at("/error/rollback_completed").asBoolean()).isFalse();
  }

  private String status(String deployment, String server) {
    for (JsonNode vm : as("viewer").get(deployment).json().at("/resources/vms")) {
      if (vm.path("name").asText().equals(server)) {
        return vm.path("status").asText();
      }
    }
    return "none";
  }

  private List<String> waiting(String deployment) {
    return as("viewer")
        .get(deployment + "/events?limit=200")
        .json()
        .path("items")
        .findParents("type")
        .stream()
        .filter(each -> each.path("type").asText().equals("waiting"))
        .map(each -> each.path("message").asText())
        .toList();
  }
}
