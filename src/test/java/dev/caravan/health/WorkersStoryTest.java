package dev.caravan.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.RunningCaravan;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who is there to do the work, as a running Caravan tells it. */
class WorkersStoryTest extends RunningCaravan {

  @Autowired JdbcClient jdbc;

  @Test
  void listsNodesWithWhatTheyServe() {
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> assertThat(topic("git.fetch-library").path("served").asBoolean()).isTrue());

    JsonNode node = workers().at("/nodes/0");

    assertThat(node.path("alive").asBoolean()).isTrue();
    assertThat(node.path("roles")).hasSize(3);
    assertThat(node.path("last_beat").asText()).isNotEmpty();
    assertThat(topic("git.fetch-library").path("slots").asInt()).isEqualTo(2);
    assertThat(topic("git.fetch-library").path("unserved_since").isNull()).isTrue();
  }

  @Test
  void saysSinceWhenNobodyServesATopic() {
    jdbc.sql(
            """
            insert into caravan.nodes (name, roles, topics, started_at, beat_at) values
              ('killed', '{worker}', '[{"topic": "of-the.killed", "slots": 2, "running": 1}]',
               now() - interval '2 hours', now() - interval '1 hour')
            """)
        .update();

    JsonNode topic = topic("of-the.killed");

    assertThat(topic.path("served").asBoolean()).isFalse();
    assertThat(topic.path("running").asInt()).isZero();
    String lastBeat =
        StreamSupport.stream(workers().path("nodes").spliterator(), false)
            .filter(node -> node.path("name").asText().equals("killed"))
            .filter(node -> !node.path("alive").asBoolean())
            .map(node -> node.path("last_beat").asText())
            .findFirst()
            .orElseThrow();
    assertThat(topic.path("unserved_since").asText()).isEqualTo(lastBeat);
  }

  private JsonNode workers() {
    return as("viewer").get("/api/v1/workers").json();
  }

  private JsonNode topic(String name) {
    return StreamSupport.stream(workers().path("topics").spliterator(), false)
        .filter(topic -> topic.path("topic").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no topic " + name + " in " + workers()));
  }
}
