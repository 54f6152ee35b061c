package dev.caravan.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.Answer;
import dev.caravan.story.RunningCaravan;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** A node that answers callers and does nothing else. */
@TestPropertySource(properties = "caravan.roles=api")
class NodeRolesTest extends RunningCaravan {

  @Autowired CamelContext camel;

  @Test
  void takesWorkDownAndSaysThatNobodyDoesIt() {
    Answer accepted =
        as("operator")
            .post("/api/v1/workflows/import-vendors", Map.of("selected_vendors", List.of("all")));
    assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);

    JsonNode workers = as("viewer").get("/api/v1/workers").json();
    JsonNode health = as("operator").get("/api/v1/health?deep=true").json();

    assertThat(workers.at("/nodes/0/roles")).hasSize(1);
    assertThat(workers.at("/nodes/0/topics")).isEmpty();
    assertThat(workers.at("/topics/0/served").asBoolean()).isFalse();
    assertThat(workers.at("/topics/0/waiting").asInt()).isEqualTo(1);
    assertThat(health.path("status").asText()).isEqualTo("degraded");
    assertThat(health.at("/components/workers/message").asText())
        .contains("nobody serves topic", "1 steps wait");
    assertThat(as("viewer").get(accepted.header("Location")).json().path("status").asText())
        .isEqualTo("created");
  }

  @Test
  void beginsNothingByItself() {
    assertThat(camel.getRoutes().stream().map(Route::getRouteId))
        .filteredOn(id -> id.startsWith("schedules."))
        .filteredOn(id -> camel.getRouteController().getRouteStatus(id).isStarted())
        .containsExactlyInAnyOrder(
            "schedules.check-netbox",
            "schedules.count-deployments",
            // Each node has clones of its own.
            "schedules.remove-unused-clones",
            "schedules.watch-fabrics");
  }
}
