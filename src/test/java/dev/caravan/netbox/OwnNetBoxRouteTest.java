package dev.caravan.netbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.content.Guide;
import dev.caravan.sandbox.netbox.SandboxNetBox;
import dev.caravan.story.Answer;
import dev.caravan.story.HttpCaller;
import dev.caravan.story.RunningCaravan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The folder that docs/guides/own-netbox-route.md shows reads NetBox without a line of Java. */
class OwnNetBoxRouteTest extends RunningCaravan {

  private static final SandboxNetBox NETBOX = SandboxNetBox.start("4.7.3", 0);
  private static final HttpCaller CALLER =
      new HttpCaller(
          URI.create(NETBOX.url()), Map.of("Authorization", "Token " + SandboxNetBox.TOKEN));

  @DynamicPropertySource
  static void theFolderOfTheGuide(DynamicPropertyRegistry properties) throws IOException {
    Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "own");
    Guide.writeTo(folder, Path.of("docs/guides/own-netbox-route.md"));
    properties.add("caravan.content.locations", () -> "classpath:/," + folder);
    properties.add("caravan.netbox.url", NETBOX::url);
    properties.add("caravan.netbox.token", () -> SandboxNetBox.TOKEN);
  }

  @BeforeAll
  static void threeTypes() {
    for (String slug : List.of("a-b", "other")) {
      long maker = made("/api/dcim/manufacturers/", Map.of("name", slug + " & Sons", "slug", slug));
      for (int i = 1; i <= (slug.equals("other") ? 1 : 60); i++) {
        made(
            "/api/dcim/device-types/",
            Map.of("manufacturer", maker, "model", slug + i, "slug", slug + "-" + i));
      }
    }
  }

  @AfterAll
  static void close() {
    NETBOX.close();
  }

  @Test
  void readsAWholeListByItsFilters() {
    JsonNode process = ended(Map.of("manufacturer", "a-b"));

    assertThat(process.path("status").asText()).isEqualTo("completed");
    assertThat(process.at("/state/count").isInt()).isTrue();
    assertThat(process.at("/state/count").asInt()).isEqualTo(60);
    assertThat(process.at("/state/models")).hasSize(60);
  }

  @Test
  void aFilterIsNoWayIntoTheQuery() {
    JsonNode process = ended(Map.of("manufacturer", "nobody&manufacturer=other"));

    assertThat(process.path("status").asText()).isEqualTo("failed");
    assertThat(process.at("/error/message").asText()).contains("NetBox answered 400");
  }

  @Test
  void aNetBoxThatFailsForAMomentIsAskedAgain() {
    CALLER.post(
        "/sandbox/faults",
        Map.of("path", "/api/dcim/device-types/", "effect", "status", "status", 503, "times", 2));

    assertThat(ended(Map.of("manufacturer", "other")).at("/state/models/0").asText())
        .isEqualTo("other1");
  }

  private JsonNode ended(Map<String, ?> form) {
    Answer started = as("operator").post("/api/v1/workflows/count-devices", form);
    assertThat(started.status()).as(started.toString()).isEqualTo(202);
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                List.of("completed", "failed")
                    .contains(
                        as("viewer")
                            .get(started.header("Location"))
                            .json()
                            .path("status")
                            .asText()));
    return as("viewer").get(started.header("Location")).json();
  }

  private static long made(String path, Object body) {
    Answer answer = CALLER.post(path, body);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return answer.json().path("id").asLong();
  }
}
