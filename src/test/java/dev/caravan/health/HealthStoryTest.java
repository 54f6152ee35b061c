package dev.caravan.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.story.Answer;
import dev.caravan.story.RunningCaravan;
import dev.caravan.worker.Bpmn;
import dev.caravan.workflow.Processes;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.flowable.engine.RepositoryService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Health as a running Caravan tells it. */
class HealthStoryTest extends RunningCaravan {

  @Autowired RepositoryService repository;
  @Autowired Processes processes;
  @Autowired ObjectMapper json;
  @Autowired JdbcClient jdbc;
  @Autowired ProcessMetrics metrics;
  @Autowired MeterRegistry meters;
  @Autowired ApplicationContext context;

  @Test
  void tellsEverybodyAWordAndKnownCallersTheDetails() {
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> assertThat(component("database").get("status").asText()).isEqualTo("up"));

    assertThat(nobody().get("/api/v1/health").json().fieldNames())
        .toIterable()
        .containsExactly("status", "version", "timestamp");
    assertThat(as("viewer").get("/api/v1/health").json().get("components").fieldNames())
        .toIterable()
        .containsExactly(
            "database", "redis", "netbox", "git", "workers", "fabrics", "disk", "circuit_breakers");
    assertThat(component("database").get("message").asText()).startsWith("PostgreSQL ");
  }

  @Test
  void aNodeThatIsNotAtWorkYetIsNotCalledWell() {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> nobody().get("/api/v1/health").status() == 200);
    try {
      AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
      assertThat(nobody().get("/api/v1/health").status()).isEqualTo(503);
    } finally {
      AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
    }
    assertThat(nobody().get("/api/v1/health").status()).isEqualTo(200);
  }

  @Test
  void looksAtOnceForOperatorsOnly() {
    assertThat(nobody().get("/api/v1/health?deep=true").status()).isEqualTo(401);
    assertThat(as("viewer").get("/api/v1/health?deep=true").status()).isEqualTo(403);

    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> {
              JsonNode it = as("operator").get("/api/v1/health?deep=true").json();
              assertThat(it.at("/components/database/status").asText()).isEqualTo("up");
              assertThat(it.at("/components/redis/status").asText()).isEqualTo("up");
              assertThat(it.at("/components/netbox/message").asText()).contains("set NETBOX_URL");
            });
    Answer before = as("operator").get("/api/v1/health?deep=true");
    Answer after = as("operator").get("/api/v1/health?deep=true");

    assertThat(after.json().at("/components/database/checked_at").asText())
        .isGreaterThan(before.json().at("/components/database/checked_at").asText());
  }

  @Test
  void saysWhichTopicNobodyServes() throws Exception {
    UUID process = waitingAt("onboarding.unserved");
    jdbc.sql(
            """
            update public.act_ru_external_job set create_time_ = create_time_ - interval '2 minutes'
            where process_instance_id_ = :id
            """)
        .param("id", process.toString())
        .update();

    Answer health = as("operator").get("/api/v1/health?deep=true");
    metrics.count();

    assertThat(health.json().get("status").asText()).isEqualTo("degraded");
    assertThat(health.json().at("/components/workers/message").asText())
        .contains("nobody serves topic onboarding.unserved since");
    assertThat(gauge("caravan.queue.waiting", "topic", "onboarding.unserved")).isEqualTo(1);
    assertThat(gauge("caravan.queue.age", "topic", "onboarding.unserved")).isBetween(120.0, 300.0);
    assertThat(gauge("caravan.processes", "workflow", "waits-at-nobody")).isEqualTo(1);
    assertThat(meters.get("caravan.dead.letters").gauge().value()).isNotNegative();

    processes.cancel(process, "alice", "request-2");

    assertThat(
            as("operator")
                .get("/api/v1/health?deep=true")
                .json()
                .at("/components/workers/status")
                .asText())
        .isEqualTo("up");
  }

  @Test
  void saysThatNothingMovesThoughALivingNodeSaysThatItServes() throws Exception {
    jdbc.sql(
            """
            insert into caravan.nodes (name, roles, topics, beat_at) values
              ('stuck', '{worker}', '[{"topic": "onboarding.stuck", "slots": 1, "running": 0}]',
               now() + interval '1 hour')
            """)
        .update();
    UUID process = waitingAt("onboarding.stuck");
    assertThat(workersMessage()).doesNotContain("onboarding.stuck");
    jdbc.sql(
            """
            update public.act_ru_external_job set create_time_ = create_time_ - interval '2 minutes'
            where process_instance_id_ = :id
            """)
        .param("id", process.toString())
        .update();

    assertThat(workersMessage()).contains("nobody serves topic onboarding.stuck since");

    processes.cancel(process, "alice", "request-3");
    jdbc.sql("delete from caravan.nodes where name = 'stuck'").update();
  }

  private String workersMessage() {
    return as("operator")
        .get("/api/v1/health?deep=true")
        .json()
        .at("/components/workers/message")
        .asText();
  }

  private double gauge(String name, String tag, String value) {
    return meters.get(name).tag(tag, value).gauge().value();
  }

  private JsonNode component(String name) {
    return as("viewer").get("/api/v1/health").json().at("/components/" + name);
  }

  private UUID waitingAt(String topic) throws Exception {
    String name = "waits-at-nobody";
    String content =
        "<startEvent id=\"start\"/>"
            + Bpmn.step("wait", topic, "", "")
            + "<endEvent id=\"end\"/>"
            + Bpmn.flow("start", "wait")
            + Bpmn.flow("wait", "end");
    repository
        .createDeployment()
        .addBytes(
            name + ".bpmn20.xml", Bpmn.process(name, content).getBytes(StandardCharsets.UTF_8))
        .addString("form.schema.json", "{\"type\": \"object\"}")
        .deploy();
    return processes.start(name, json.readTree("{}"), "alice", "request-1");
  }
}
