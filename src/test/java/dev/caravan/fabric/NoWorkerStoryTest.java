package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** A node that answers callers and looks for what is due, with no worker beside it. */
@TestPropertySource(properties = "caravan.roles=api,scheduler")
class NoWorkerStoryTest extends FabricStory {

  @Test
  void defect01_saysThatNobodyIsThereSinceWhenAndWhatWasMissed() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    String fabric = fabric(Map.of("name", "lonely", "sync_interval", 10));

    JsonNode never = view(fabric);
    assertThat(never.path("sync_status").asText()).isEqualTo("no_worker");
    assertThat(never.at("/no_worker/message").asText()).startsWith("no worker was ever there");

    // A worker was there until half a minute ago, and so fabrics were due three times since.
    jdbc.sql(
            """
            insert into caravan.nodes (name, roles, topics, started_at, beat_at)
            select 'gone', '{worker}', jsonb_agg(jsonb_build_object('topic', topic, 'slots', 1, 'running', 0)),
                   now() - interval '1 hour', now() - interval '30 seconds'
            from unnest(string_to_array(:topics, ',')) topic
            """)
        .param("topics", String.join(",", ScheduleStore.TOPICS))
        .update();
    jdbc.sql("update caravan.fabric_schedules set next_due = now() - interval '25 seconds'")
        .update();

    JsonNode view = view(fabric);
    assertThat(view.path("sync_status").asText()).isEqualTo("no_worker");
    assertThat(view.at("/no_worker/missing").asText()).isEqualTo("worker");
    assertThat(view.at("/no_worker/missed_runs").asInt()).isEqualTo(3);
    assertThat(view.at("/no_worker/message").asText())
        .startsWith("no worker since 2")
        .endsWith("3 runs missed");

    Answer refused = as("operator").post("/api/v1/fabrics/" + fabric + "/sync", Map.of());
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isNotEmpty();
    assertThat(refused.json().path("message").asText()).contains("no_worker", "no worker since");
    assertThat(refused.json().at("/details/missed_runs").asInt()).isEqualTo(3);

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              JsonNode health = as("operator").get("/api/v1/health?deep=true").json();
              assertThat(health.path("status").asText()).isEqualTo("degraded");
              assertThat(health.at("/components/fabrics/message").asText())
                  .contains("no_worker (lonely)", "no worker since");
            });

    JsonNode verified = as("viewer").get("/api/v1/fabrics/verify").json();
    assertThat(verified.path("ok").asBoolean()).isFalse();
    assertThat(verified.toString()).contains("no living node serves it", "CARAVAN_ROLES=worker");
    assertThat(
            jdbc.sql("select count(*) from caravan.sync_runs where fabric_id = :id")
                .param("id", UUID.fromString(fabric))
                .query(Integer.class)
                .single())
        .isZero();
    jdbc.sql("delete from caravan.nodes where name = 'gone'").update();
  }
}
