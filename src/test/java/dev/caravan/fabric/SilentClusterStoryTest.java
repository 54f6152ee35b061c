package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.kubernetes.SandboxKubernetes;
import dev.caravan.story.HttpCaller;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A dozen fabrics each of clusters that do not answer: from the first, from now on, not there. */
class SilentClusterStoryTest extends FabricStory {

  /** A request to a fallen cluster takes longer: nobody has waited for one. */
  private static final Duration SOON = Duration.ofSeconds(50);

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final SandboxKubernetes FALLEN = SandboxKubernetes.start(0);

  private List<String> fabrics(String server, String token) {
    return IntStream.range(0, 12)
        .mapToObj(
            i ->
                fabric(
                    Map.of(
                        "cluster", Map.of("server", server, "token", token), "sync_interval", 10)))
        .toList();
  }

  private List<JsonNode> runs(String fabric) {
    List<JsonNode> runs = new ArrayList<>();
    as("viewer")
        .get("/api/v1/fabrics/" + fabric + "/runs?limit=100")
        .json()
        .path("items")
        .forEach(runs::add);
    runs.removeIf(run -> run.path("ended_at").isNull());
    Collections.reverse(runs);
    return runs;
  }

  private void say(List<String> fabrics, String trouble) {
    for (String fabric : fabrics) {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> view(fabric).at("/sync_error/type").asText(), trouble::equals);
    }
  }

  /** Every request to it takes a minute from now on. */
  private static void fall() {
    new HttpCaller(URI.create(FALLEN.url()), Map.of())
        .post(
            "/sandbox/faults",
            Map.of("effect", "delay", "millis", 60_000, "path", "/api", "times", 100_000));
  }

  private static Instant at(JsonNode run, String field) {
    return Instant.parse(run.path(field).asText());
  }

  /** What falls due while a run goes on is done with it; the first run is out of turn. */
  private static long slotsWithin(JsonNode run, boolean first) {
    long millis = Duration.between(at(run, "due_at"), at(run, "ended_at")).toMillis();
    return (millis + (first ? 5_000 : 0)) / 10_000;
  }

  @Test
  void theFabricsOfOthersAreInSyncInTime() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101) + vpc("vpc-2", 102));
    List<String> fallen = fabrics(FALLEN.url(), SandboxKubernetes.WRITER_TOKEN);
    for (String fabric : fallen) {
      Awaitility.await().atMost(PATIENCE).until(() -> !runs(fabric).isEmpty());
    }
    fall();
    try (ServerSocket silent = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
      List<String> hanging = fabrics("http://127.0.0.1:" + silent.getLocalPort(), "t");
      List<String> away = fabrics("http://127.0.0.1:1", "t");
      String healthy = fabric(Map.of("sync_interval", 10));

      List<JsonNode> runs =
          Awaitility.await()
              .atMost(PATIENCE)
              .pollInterval(Duration.ofMillis(500))
              .until(() -> runs(healthy), list -> list.size() >= 4);

      for (JsonNode run : runs) {
        assertThat(run.path("outcome").asText()).isEqualTo("in_sync");
        assertThat(run.path("missed").asLong())
            .as(runs.toString())
            .isLessThanOrEqualTo(slotsWithin(run, run.equals(runs.get(0))));
        assertThat(Duration.between(at(run, "due_at"), at(run, "ended_at")))
            .as(runs.toString())
            .isLessThan(SOON);
      }
      assertThat(status(healthy)).isIn("in_sync", "syncing");
      say(hanging, "TIMEOUT");
      say(away, "UNREACHABLE");
      say(fallen, "TIMEOUT");
    }
  }
}
