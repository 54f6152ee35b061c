package dev.caravan.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Wrong content stops the start before anything is opened. */
class ContentAtStartTest {

  @TempDir private Path folder;

  @BeforeEach
  void theFilesOfTheGuide() throws IOException {
    Guide.writeTo(folder);
  }

  @Test
  void whatIsInOrderStarts() {
    assertThatCode(this::start).doesNotThrowAnyException();
  }

  @Test
  void allThatIsWrongIsToldTogetherWithoutATrace() throws IOException {
    Path route = folder.resolve("routes/demo/greet-person.camel.yaml");
    Files.writeString(route, Files.readString(route).replace("- log", "- lgo"));
    Files.writeString(folder.resolve("routes/demo/wave.camel.yaml"), "- route:\n  a: [\n");

    Throwable stopped = catchThrowable(this::start);
    FailureAnalysis told = new WrongContentAnalyzer().analyze(stopped);

    assertThat(told.getDescription())
        .contains(
            "greet-person.camel.yaml line 7: Unknown node id: lgo",
            "wave.camel.yaml line 3: The file is not YAML");
    assertThat(told.getAction()).contains("check");
  }

  private void start() {
    try (GenericApplicationContext context = new GenericApplicationContext()) {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(
              new MapPropertySource(
                  "test", Map.of("caravan.content.locations", "classpath:/,file:" + folder)));
      new ContentAtStart().initialize(context);
    }
  }
}
