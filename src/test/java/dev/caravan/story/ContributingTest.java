package dev.caravan.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What CONTRIBUTING.md promises: its files as they stand there make a process that runs. */
class ContributingTest extends RunningCaravan {

  private static final Pattern FILE =
      Pattern.compile("\\*\\*`([^`]+)`\\*\\*\\n```\\w+\\n(.*?\\n)```\\n", Pattern.DOTALL);

  @DynamicPropertySource
  static void stepsOneAndTwo(DynamicPropertyRegistry properties) throws IOException {
    Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "contributed");
    Matcher file = FILE.matcher(Files.readString(Path.of("CONTRIBUTING.md")));
    while (file.find()) {
      Path target = folder.resolve(file.group(1));
      Files.createDirectories(target.getParent());
      Files.writeString(target, file.group(2));
    }
    properties.add("caravan.content.locations", () -> "classpath:/,file:" + folder + "/");
  }

  @Test
  void theProcessOfTheGuideRunsWithItsRoute() {
    Answer started = as("operator").post("/api/v1/workflows/greet-person", Map.of("person", "Ada"));
    assertThat(started.status()).as(started.toString()).isEqualTo(202);
    String process = started.header("Location");

    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(as("viewer").get(process).json().path("status").asText())
                    .isEqualTo("completed"));
    JsonNode state = as("viewer").get(process).json().path("state");
    assertThat(state.path("greeted").asText()).isEqualTo("Ada");
  }

  @Test
  void theFormOfTheGuideFillsInItsDefault() {
    Answer started = as("operator").post("/api/v1/workflows/greet-person", Map.of());

    assertThat(started.status()).as(started.toString()).isEqualTo(202);
    assertThat(started.json().at("/form_data/person").asText()).isEqualTo("world");
  }
}
