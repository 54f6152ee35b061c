package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows as another version of Caravan, or a hand in the database, may leave them. */
class OddRowsTest extends OddRows {

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

  @ParameterizedTest
  @ValueSource(strings = {"webhooks", "fabrics", "deployments", "users", "api-keys"})
  void whatCannotBeUnderstoodIsAConflictWhereItAloneIsAskedFor(String list) {
    String odd = addOdd(list);
    try {
      Answer alone = admin().get("/api/v1/" + list + "/" + odd);
      JsonNode page = whole("/api/v1/" + list);

      assertThat(alone.status()).as(alone.toString()).isEqualTo(409);
      assertThat(alone.text()).contains("does not understand").doesNotContain("dev.caravan");
      assertThat(page.at("/unreadable").findValuesAsText("id")).contains(odd);
      assertThat(page.at("/items").findValuesAsText("id")).doesNotContain(odd);
    } finally {
      removeOdd(list, odd);
    }
  }
}
