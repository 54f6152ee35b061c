package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Half a minute of three fabrics: as many runs as are due, each at its time of the clock. */
class ScheduleStoryTest extends FabricStory {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private List<JsonNode> scheduled(String fabric) {
    List<JsonNode> runs = new ArrayList<>();
    as("viewer")
        .get("/api/v1/fabrics/" + fabric + "/runs?limit=100")
        .json()
        .path("items")
        .forEach(
            run -> {
              if (!run.path("ended_at").isNull()) {
                runs.add(run);
              }
            });
    Collections.reverse(runs);
    return runs;
  }

  @Test
  void everyRunThatIsDueIsDoneOnceAndTheClockDoesNotDrift() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101) + vpc("vpc-2", 102));
    List<String> fabrics =
        IntStream.range(0, 3).mapToObj(i -> fabric(Map.of("sync_interval", 10))).toList();

    for (String fabric : fabrics) {
      // The first comes at once, all others by the clock.
      List<JsonNode> runs =
          Awaitility.await()
              .atMost(Duration.ofSeconds(60))
              .pollInterval(Duration.ofMillis(200))
              .until(() -> scheduled(fabric), list -> list.size() >= 4)
              .subList(1, 4);
      for (int i = 0; i < runs.size(); i++) {
        JsonNode run = runs.get(i);
        Instant due = Instant.parse(run.path("due_at").asText());
        assertThat(Duration.between(due, Instant.parse(run.path("created_at").asText())))
            .isBetween(Duration.ZERO, Duration.ofSeconds(8));
        assertThat(run.path("outcome").asText()).isEqualTo("in_sync");
        if (i > 0) {
          Instant before = Instant.parse(runs.get(i - 1).path("due_at").asText());
          assertThat(Duration.between(before, due)).isEqualTo(INTERVAL);
          assertThat(run.path("missed").asInt()).isZero();
          assertThat(Instant.parse(run.path("started_at").asText()))
              .isAfterOrEqualTo(Instant.parse(runs.get(i - 1).path("ended_at").asText()));
        }
      }
      assertThat(status(fabric)).isIn("in_sync", "syncing");
    }
  }
}
