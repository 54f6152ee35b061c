package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.openstack.SandboxOpenStack;
import dev.caravan.sandbox.openstack.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A cloud that stops to answer delays no look at another one. */
class SilentCloudStoryTest extends CloudStory {

  private static final SandboxOpenStack WELL = SandboxOpenStack.start(0, Settings.quick());
  private static final SandboxOpenStack SILENT =
      SandboxOpenStack.start(0, Settings.quick().withBuildTime(Duration.ofSeconds(5)));

  private final CloudOfTests silent = new CloudOfTests(SILENT);

  @DynamicPropertySource
  static void twoClouds(DynamicPropertyRegistry properties) {
    properties.add("caravan.openstack.clouds-file", () -> bothClouds().toString());
    properties.add("caravan.openstack.timeout", () -> "60");
  }

  private static Path bothClouds() {
    try {
      Path file = CloudOfTests.cloudsYaml(WELL);
      String silent = Files.readString(CloudOfTests.cloudsYaml(SILENT));
      String first = silent.lines().skip(1).limit(7).reduce("", (all, line) -> all + line + "\n");
      return Files.writeString(file, Files.readString(file) + first.replace("sandbox:", "silent:"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void oneSilentCloudDelaysNoOthersLook() {
    String stuck = deployed("stuck", "one-network", "silent", Map.of("count", 1));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> as("viewer").get(stuck).json().at("/resources/vms/0/status").isTextual());
    silent.fault(
        Map.of(
            "effect", "delay", "method", "GET", "path", "/compute", "millis", 50_000, "times", 99));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              for (JsonNode each : silent.requests()) {
                if (each.toString().contains("/compute")
                    && each.toString().contains("servers/detail")) {
                  return true;
                }
              }
              return false;
            });

    for (int i = 0; i < 3; i++) {
      String other = deployed("other-" + i, "one-network", "sandbox", Map.of("count", 1));
      ended(other, "COMPLETED");
    }

    assertThat(as("viewer").get(stuck).json().path("status").asText()).isEqualTo("IN_PROGRESS");
    silent.noFaults();
    ended(stuck, "COMPLETED");
  }
}
