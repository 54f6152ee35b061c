package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.openstack.OpenStackProperties;
import dev.caravan.sandbox.openstack.SandboxOpenStack;
import dev.caravan.sandbox.openstack.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A cloud that stops to answer delays no look at another one. */
class SilentCloudStoryTest extends CloudStory {

  /** What this cloud is asked, the simulator of all other tests doesn't count. */
  static final String ANOTHER_SIMULATORS = "silent";

  private static final SandboxOpenStack SILENT =
      SandboxOpenStack.start(0, Settings.quick().withBuildTime(Duration.ofSeconds(5)));

  private final CloudOfTests silent = new CloudOfTests(SILENT);

  @Autowired OpenStackProperties properties;

  /** Clouds are read anew whenever they are asked for. */
  @BeforeEach
  void aSecondCloud() throws IOException {
    Path file = Path.of(properties.cloudsFile());
    String more = Files.readString(CloudOfTests.cloudsYaml(SILENT));
    String first = more.lines().skip(1).limit(7).collect(Collectors.joining("\n"));
    Files.writeString(file, Files.readString(file) + first.replace("sandbox:", "silent:") + "\n");
  }

  @AfterEach
  void oneCloudLess() throws IOException {
    Path file = Path.of(properties.cloudsFile());
    Files.writeString(file, Files.readString(file).replaceFirst("(?s)  silent:.*", ""));
  }

  @Test
  void oneSilentCloudDelaysNoOthersLook() {
    String unheard = deployed("unheard", "one-network", ANOTHER_SIMULATORS, Map.of("count", 1));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> as("viewer").get(unheard).json().at("/resources/vms/0/status").isTextual());
    silent.fault(
        Map.of(
            "effect", "delay", "method", "GET", "path", "/compute", "millis", 50_000, "times", 99));
    int before = looks();
    await().atMost(Duration.ofSeconds(60)).until(() -> looks() > before);

    for (int i = 0; i < 3; i++) {
      String other = deployed("other-" + i, "one-network", "sandbox", Map.of("count", 1));
      ended(other, "COMPLETED");
    }

    assertThat(as("viewer").get(unheard).json().path("status").asText()).isEqualTo("IN_PROGRESS");
    silent.noFaults();
    ended(unheard, "COMPLETED");
    as("operator").delete(unheard);
    ended(unheard, "DELETED");
  }

  /** How often the silent cloud was asked for servers. */
  private int looks() {
    int looks = 0;
    for (Map.Entry<String, JsonNode> each : silent.requests().properties()) {
      if (each.getKey().startsWith("GET /compute") && each.getKey().contains("/servers")) {
        looks += each.getValue().asInt();
      }
    }
    return looks;
  }
}
