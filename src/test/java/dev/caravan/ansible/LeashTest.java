package dev.caravan.ansible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of a command outlives whoever holds its leash. */
class LeashTest {

  private static final String FAMILY =
      "sleep 600 & setsid sleep 600 & (trap '' TERM; sleep 600; sleep 600) & echo up; wait";

  @TempDir Path place;
  private final String mark = UUID.randomUUID().toString();

  @BeforeEach
  void onLinuxAlone() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "runs where there is /proc: on Linux");
  }

  @Test
  void tellsTheExitCodeOfItsCommandAndTakesAwayWhatThatLeftRunning() throws Exception {
    LeashedProcess child = started("setsid sleep 600 & echo done; exit 7");

    assertThat(child.endsWithin(Duration.ofSeconds(20))).isTrue();

    assertThat(child.exitCode()).isEqualTo(7);
    assertThat(text(child)).isEqualTo("done\n");
    await().untilAsserted(() -> assertThat(marked()).isEmpty());
  }

  @Test
  void endsAllOfItsCommandAlthoughSomeOfItIgnoresBeingAsked() throws Exception {
    LeashedProcess child = started(FAMILY);
    await().untilAsserted(() -> assertThat(marked()).hasSizeGreaterThanOrEqualTo(5));

    child.end();

    assertThat(child.endsWithin(Duration.ZERO)).isTrue();
    await().untilAsserted(() -> assertThat(marked()).isEmpty());
  }

  @Test
  void endsAllOfItsCommandWhenItsHolderIsKilled() throws Exception {
    List<Process> pipe =
        ProcessBuilder.startPipeline(
            List.of(
                new ProcessBuilder("sleep", "600"),
                new ProcessBuilder(
                    "setsid", "sh", script().toString(), "2", mark, "sh", "-c", FAMILY)));
    await().untilAsserted(() -> assertThat(marked()).hasSizeGreaterThanOrEqualTo(5));

    pipe.get(0).destroyForcibly();

    await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(marked()).isEmpty());
  }

  private LeashedProcess started(String command) throws IOException {
    String path = String.valueOf(System.getenv("PATH"));
    return LeashedProcess.start(
        script(), mark, List.of("sh", "-c", command), Map.of("PATH", path), place);
  }

  private Path script() throws IOException {
    try (var content = LeashTest.class.getResourceAsStream("/ansible/leash.sh")) {
      assertThat(content).isNotNull();
      return Files.write(place.resolve("leash.sh"), content.readAllBytes());
    }
  }

  private static String text(LeashedProcess child) throws IOException {
    return new String(child.output().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The processes that carry the mark of this test. */
  private List<String> marked() throws IOException {
    try (var processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(each -> each.getFileName().toString().matches("[0-9]+"))
          .filter(each -> environment(each).contains("CARAVAN_RUN=" + mark))
          .map(Path::toString)
          .toList();
    }
  }

  private static String environment(Path process) {
    try {
      return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
