package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.Answer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What hangs on a row, left odd: it breaks neither the list above it nor a single read. */
class OddDetailsTest extends OddRows {

  @ParameterizedTest
  @ValueSource(strings = {"{", "nothing", ""})
  void aProcessWithABrokenVariableHidesNoOther(String broken) {
    String odd = startImport();
    String sound = startImport();
    jdbc.sql(
            """
            insert into public.act_hi_varinst
              (id_, rev_, proc_inst_id_, execution_id_, name_, var_type_, text_, create_time_)
            select gen_random_uuid(), 1, :id, :id, name, 'json', :broken, now()
            from unnest(array['summary', 'other']) name
            """)
        .param("id", odd)
        .param("broken", broken)
        .update();
    jdbc.sql("update public.act_hi_procinst set end_time_ = now() where id_ = :id")
        .param("id", odd)
        .update();

    JsonNode page = whole("/api/v1/processes?limit=1000");
    Answer alone = admin().get("/api/v1/processes/" + odd);

    assertThat(page.at("/items").findValuesAsText("id")).contains(sound, odd);
    assertThat(alone.status()).as(alone.toString()).isEqualTo(200);
    assertThat(admin().get("/api/v1/processes/" + odd + "/status").status()).isEqualTo(200);
    assertThat(admin().get("/api/v1/processes/" + odd + "/steps").status()).isEqualTo(200);
  }

  @Test
  void aDeliveryOfAnUnknownEventHidesNoOther() {
    String webhook = idOf(admin().post("/api/v1/webhooks", Map.of("url", "https://example.com/d")));
    jdbc.sql(
            """
            insert into caravan.webhook_deliveries
              (id, webhook_id, event, process_id, body, status, give_up_at, ended_at, response_status)
            select gen_random_uuid(), :id::uuid, event, gen_random_uuid(), 'no json', 'failed', now(), now(), -7
            from unnest(array['moon.risen', '']) event
            """)
        .param("id", webhook)
        .update();
    try {
      String list = "/api/v1/webhooks/" + webhook + "/deliveries";
      JsonNode page = whole(list);

      assertThat(page.at("/items").findValuesAsText("event")).contains("moon.risen", "");
      assertThat(whole(list + "?limit=1").at("/items")).hasSize(1);
    } finally {
      jdbc.sql("delete from caravan.webhooks").update();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "null", "{\"fabrics\": [null]}"})
  void aSyncRunWithOtherCountsHidesNoOther(String odd) {
    String fabric = addFabric();
    jdbc.sql(
            """
            insert into caravan.sync_runs
              (id, fabric_id, trigger, requested_by, request_id, status, counts, error, resource_versions)
            values (gen_random_uuid(), :id::uuid, 'manual', '', '', 'failed', :odd::jsonb, :odd::jsonb, :odd::jsonb)
            """)
        .param("id", fabric)
        .param("odd", odd)
        .update();
    jdbc.sql(
            "update caravan.fabric_proofs set sync_error = :odd::jsonb, drift = :odd::jsonb,"
                + " proved_at = :odd::jsonb where fabric_id = :id::uuid")
        .param("id", fabric)
        .param("odd", odd)
        .update();
    try {
      JsonNode page = whole("/api/v1/fabrics/" + fabric + "/runs");
      String run = page.at("/items/0/id").asText();

      assertThat(admin().get("/api/v1/fabrics/" + fabric + "/runs/" + run).status()).isEqualTo(200);
      assertThat(whole("/api/v1/fabrics").at("/items").findValuesAsText("id")).contains(fabric);
      assertThat(admin().get("/api/v1/fabrics/" + fabric).status()).isEqualTo(200);
    } finally {
      removeOdd("fabrics", fabric);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fabric_schedules", "fabric_proofs"})
  void aFabricOfWhichTheScheduleOrTheProofIsMissingIsShownAllTheSame(String table) {
    String fabric = addFabric();
    jdbc.sql("delete from caravan.%s where fabric_id = :id::uuid".formatted(table))
        .param("id", fabric)
        .update();
    try {
      assertThat(whole("/api/v1/fabrics").at("/items").findValuesAsText("id")).contains(fabric);
      assertThat(admin().get("/api/v1/fabrics/" + fabric).status()).isEqualTo(200);
    } finally {
      removeOdd("fabrics", fabric);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "[7]", "[{\"topic\": 7, \"more\": []}]"})
  void aNodeThatSaysOtherThingsOfItselfHidesNoOther(String topics) {
    jdbc.sql(
            "insert into caravan.nodes (name, roles, topics) values ('odd', '{NULL}', :topics::jsonb)")
        .param("topics", topics)
        .update();
    try {
      JsonNode nodes = whole("/api/v1/workers").at("/nodes");

      assertThat(nodes.findValuesAsText("name")).contains("odd").hasSizeGreaterThan(1);
      assertThat(whole("/api/v1/fabrics").path("items").isArray()).isTrue();
      assertThat(whole("/api/v1/fabrics/verify").path("links").isArray()).isTrue();
    } finally {
      jdbc.sql("delete from caravan.nodes where name = 'odd'").update();
    }
  }

  @Test
  void aResourceOfAnUnknownKindHidesNoDeployment() {
    UUID deployment = addDeployment("FAILED");
    jdbc.sql(
            """
            insert into caravan.deployment_resources (id, deployment_id, process_id, kind, name, spec, state)
            values (gen_random_uuid(), :id, gen_random_uuid(), 'moon', 'm', '{}', 'present')
            """)
        .param("id", deployment)
        .update();
    jdbc.sql(
            "update caravan.deployments set drift = '{\"in_sync\": false, \"findings\": 7}' where id = :id")
        .param("id", deployment)
        .update();
    try {
      assertThat(whole("/api/v1/deployments").at("/items").findValuesAsText("id"))
          .contains(deployment.toString());
      assertThat(admin().get("/api/v1/deployments/" + deployment).status()).isEqualTo(200);
    } finally {
      jdbc.sql("delete from caravan.deployment_resources where deployment_id = :id")
          .param("id", deployment)
          .update();
      removeOdd("deployments", deployment.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "null", "\"x\""})
  void aDefinitionOfAnotherShapeHidesNoOther(String odd) {
    String process = startImport();
    jdbc.sql(
            """
            insert into caravan.import_definitions (process_id, path, vendor, kind, components, problems)
            values (:id::uuid, 'odd', '', 'device_type', :odd::jsonb, :odd::jsonb)
            """)
        .param("id", process)
        .param("odd", odd)
        .update();

    assertThat(whole("/api/v1/processes/" + process + "/definitions").at("/items")).isNotEmpty();
    assertThat(admin().get("/api/v1/processes/" + process + "/plan").status()).isEqualTo(200);
    jdbc.sql("delete from caravan.import_definitions where path = 'odd'").update();
  }
}
