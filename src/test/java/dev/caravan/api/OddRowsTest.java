package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.Answer;
import dev.caravan.story.RunningCaravan;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows as another version of Caravan, or a hand in the database, may leave them. */
class OddRowsTest extends RunningCaravan {

  @Autowired JdbcClient jdbc;

  @Test
  void aWebhookOfAnUnknownEventHidesNoOther() {
    String odd = idOf(admin().post("/api/v1/webhooks", Map.of("url", "https://example.com/odd")));
    String sound = idOf(admin().post("/api/v1/webhooks", Map.of("url", "https://example.com/a")));
    jdbc.sql("update caravan.webhooks set events = '{moon.risen}' where id = :id::uuid")
        .param("id", odd)
        .update();
    try {
      JsonNode page = whole("/api/v1/webhooks");

      assertThat(page.at("/items").findValuesAsText("id")).contains(sound).doesNotContain(odd);
      assertThat(page.at("/unreadable").findValuesAsText("id")).contains(odd);
      assertThat(page.at("/unreadable/0/problem").asText()).contains("does not understand");
    } finally {
      jdbc.sql("delete from caravan.webhooks").update();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster", "git", "windows", "blackouts"})
  void aFabricWithUnknownKeysHidesNoOther(String column) {
    String odd = addFabric();
    String sound = addFabric();
    String value = column.equals("cluster") || column.equals("git") ? "{\"x\": 1}" : "[{\"x\": 1}]";
    jdbc.sql("update caravan.fabrics set %s = :value::jsonb where id = :id::uuid".formatted(column))
        .param("id", odd)
        .param("value", value)
        .update();
    try {
      JsonNode page = whole("/api/v1/fabrics");

      assertThat(page.at("/items").findValuesAsText("id")).contains(sound).doesNotContain(odd);
      assertThat(page.at("/unreadable").findValuesAsText("id")).contains(odd);
      assertThat(admin().get("/api/v1/fabrics/verify").status()).isEqualTo(200);
    } finally {
      for (String id : List.of(odd, sound)) {
        jdbc.sql("delete from caravan.fabrics where id = :id::uuid").param("id", id).update();
      }
    }
  }

  @Test
  void aDeploymentOfAnUnknownStatusHidesNoOther() {
    UUID odd = addDeployment("MELTING");
    UUID sound = addDeployment("COMPLETED");
    try {
      JsonNode page = whole("/api/v1/deployments");

      assertThat(page.at("/items").findValuesAsText("id")).contains(sound.toString());
      assertThat(page.at("/unreadable").findValuesAsText("id")).containsExactly(odd.toString());
      assertThat(as("viewer").get("/api/v1/deployments?limit=1").json().at("/next").asText())
          .startsWith("/api/v1/deployments?limit=1&cursor=");
    } finally {
      for (UUID id : List.of(odd, sound)) {
        jdbc.sql("delete from caravan.deployments where id = :id").param("id", id).update();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "null", "\"x\""})
  void aTemplateOfAnotherShapeHidesNoOther(String content) {
    jdbc.sql(
            "insert into caravan.templates (name, version, content, created_by) values ('odd', 1,"
                + " :content::jsonb, 'test')")
        .param("content", content)
        .update();
    try {
      assertThat(whole("/api/v1/templates").at("/items").findValuesAsText("name"))
          .contains("web-app-stack");
      assertThat(as("viewer").get("/api/v1/templates/odd").status()).isEqualTo(200);
    } finally {
      jdbc.sql("delete from caravan.templates where name = 'odd'").update();
    }
  }

  private JsonNode whole(String list) {
    Answer answer = admin().get(list);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json();
  }

  private static String idOf(Answer added) {
    assertThat(added.status()).as(added.toString()).isEqualTo(201);
    return added.json().path("id").asText();
  }

  private String addFabric() {
    String id =
        jdbc.sql(
                """
                insert into caravan.fabrics
                  (id, name, cluster, git, secrets, sync_enabled, sync_interval, policy, prune, self_heal,
                   dry_run_first, watch, created_by)
                values
                  (gen_random_uuid(), :name,
                   '{"server": "", "namespace": "default", "ca": "", "kubeconfig_context": "", "auth": "none"}',
                   '{"url": "", "ref": "HEAD", "path": "", "has_token": false}', '', false, 0, 'observe',
                   false, false, false, false, 'test')
                returning id::text
                """)
            .param("name", "odd-" + UUID.randomUUID())
            .query(String.class)
            .single();
    for (String more :
        List.of("fabric_proofs (fabric_id)", "fabric_schedules (fabric_id, anchor)")) {
      String values = more.contains("anchor") ? "(:id::uuid, now())" : "(:id::uuid)";
      jdbc.sql("insert into caravan.%s values %s".formatted(more, values)).param("id", id).update();
    }
    return id;
  }

  private UUID addDeployment(String status) {
    return jdbc.sql(
            """
            insert into caravan.deployments
              (id, name, status, template, template_version, cloud_region, parameters, blueprint,
               created_by)
            values (gen_random_uuid(), :name, :status, 'web-app-stack', 1, 'nowhere', '{}', '{}', 'test') returning id
            """)
        .param("name", "odd-" + UUID.randomUUID().toString().substring(0, 8))
        .param("status", status)
        .query(UUID.class)
        .single();
  }
}
