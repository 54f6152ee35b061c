package dev.caravan.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Caravan of its own that is told to end (SIGTERM) in the middle of its start. */
class EarlyEndTest {

  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"postgres.new", "postgres/postmaster.pid"})
  void endsWithinSecondsAndLeavesNoServer(String begun) throws Exception {
    Path data = temp.resolve("data");
    Process caravan = start(data, Map.of());
    await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(data.resolve(begun)));

    assertEnds(caravan);
  }

  @Test
  void endsThoughItsDatabaseDoesNotAnswer() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(silent.getLocalPort());
      Process caravan =
          start(temp.resolve("data"), Map.of("DATABASE_HOST", "127.0.0.1", "DATABASE_PORT", port));
      silent.setSoTimeout(120_000);
      silent.accept();

      assertEnds(caravan);

      assertThat(caravan.exitValue()).isEqualTo(143);
    }
  }

  private Process start(Path data, Map<String, String> more) throws IOException {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("CARAVAN_DATA_DIR", data.toString());
    environment.put("SERVER_PORT", "0");
    environment.put("CARAVAN_TERMINAL", "false");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.caravan.Caravan");
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(temp.resolve("output").toFile());
    return builder.start();
  }

  private void assertEnds(Process caravan) throws Exception {
    caravan.destroy();
    boolean ended = caravan.waitFor(25, TimeUnit.SECONDS);
    List<String> left = left();
    caravan.destroyForcibly();

    assertThat(ended).as(Files.readString(temp.resolve("output"))).isTrue();
    assertThat(left).isEmpty();
  }

  /** Whatever runs out of the folder. */
  private List<String> left() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(ProcessHandle::isAlive)
          .map(each -> each.info().commandLine().orElse(""))
          .filter(line -> line.contains(temp.toString()))
          .toList();
    }
  }
}
