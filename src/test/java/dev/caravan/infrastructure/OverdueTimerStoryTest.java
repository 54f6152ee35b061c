package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.HttpCaller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An outage longer than a timer of the models: nobody looks meanwhile, and then the timer is due.
 */
class OverdueTimerStoryTest extends CloudStory {

  @Autowired private JdbcClient jdbc;

  @AfterEach
  void lookAgain() {
    jdbc.sql("update caravan.cloud_watches set held_until = null, look_at = now()").update();
  }

  @Test
  void serversThatWereBuiltWhileNobodyLookedAreKept() {
    cloud.settings(Map.of("build_time", 4));
    String shop = deployed("kept", "one-network", "sandbox", Map.of("count", 3));
    building(shop, 3);
    nobodyLooks();
    active(3);

    timerIsDue(shop);

    JsonNode ended = ended(shop, "COMPLETED");
    assertThat(ended.at("/error").isNull()).isTrue();
    assertThat(statuses(ended)).containsExactly("ACTIVE", "ACTIVE", "ACTIVE");
    assertThat(servers()).hasSize(3);
  }

  @Test
  void serversThatAreStillBeingBuiltAreWaitedForBecauseNobodyLooked() {
    cloud.buildFault(Map.of("effect", "stuck", "times", 2));
    String shop = deployed("patient", "one-network", "sandbox", Map.of("count", 2));
    building(shop, 2);
    nobodyLooks();
    longAgo(shop);

    timerIsDue(shop);

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(said(shop, "waiting")).anyMatch(each -> each.contains("Nobody looked")));
    assertThat(as("viewer").get(shop).json().path("status").asText()).isEqualTo("IN_PROGRESS");
    assertThat(servers()).hasSize(2);
  }

  @Test
  void aServerThatWasSeenActiveAndThenDeletedIsNotCompleted() {
    cloud.buildFault(Map.of("effect", "stuck", "name", ".*-2", "times", 1));
    String shop = deployed("robbed", "one-network", "sandbox", Map.of("count", 2));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> statuses(as("viewer").get(shop).json()).contains("ACTIVE"));
    nobodyLooks();
    HttpCaller demo = cloud.logIn("demo");
    String gone = as("viewer").get(shop).json().at("/resources/vm_ids/0").asText();
    demo.delete("/compute/v2.1/servers/" + gone);
    await().until(() -> demo.get("/compute/v2.1/servers/" + gone).status() == 404);

    timerIsDue(shop);

    await().atMost(Duration.ofSeconds(60)).until(() -> said(shop, "rollback_begun").size() == 1);
    lookAgain();
    JsonNode ended = ended(shop, "FAILED");
    assertThat(ended.at("/error/message").asText())
        .isEqualTo("server-1 was deleted while it was built");
    assertThat(ended.at("/error/rollback_completed").asBoolean()).isTrue();
    assertThat(cloud.standing("demo")).isEmpty();
  }

  @Test
  void aScaleOutKeepsWhatWasBuiltWhileNobodyLooked() {
    String shop = deployed("grown", "one-network", "sandbox", Map.of("count", 1));
    ended(shop, "COMPLETED");
    cloud.settings(Map.of("build_time", 4));
    scaled(shop, "server", 3);
    building(shop, 2);
    nobodyLooks();
    active(3);

    timerIsDue(shop);

    JsonNode ended = ended(shop, "COMPLETED");
    assertThat(statuses(ended)).containsExactly("ACTIVE", "ACTIVE", "ACTIVE");
    assertThat(ended.at("/metadata/current_count").asInt()).isEqualTo(3);
  }

  @Test
  void aScaleOutWhoseServerWasDeletedIsUndoneAndSaysWhy() {
    String shop = deployed("as-before", "one-network", "sandbox", Map.of("count", 1));
    ended(shop, "COMPLETED");
    cloud.buildFault(Map.of("effect", "stuck", "times", 2));
    scaled(shop, "server", 3);
    building(shop, 2);
    String made = as("viewer").get(shop).json().at("/resources/vm_ids/2").asText();

    cloud.logIn("demo").delete("/compute/v2.1/servers/" + made);

    JsonNode ended = free(shop);
    assertThat(ended.at("/error/message").asText())
        .contains("server-3 was deleted while it was built");
    assertThat(said(shop, "failed")).anyMatch(each -> each.contains("server-3 was deleted"));
    assertThat(servers()).hasSize(1);
    assertThat(statuses(ended)).containsExactly("ACTIVE");
  }

  @Test
  void aRepairKeepsWhatWasBuiltWhileNobodyLooked() {
    String shop = deployed("mending", "one-network", "sandbox", Map.of("count", 2));
    JsonNode before = ended(shop, "COMPLETED");
    HttpCaller demo = cloud.logIn("demo");
    String lost = before.at("/resources/vm_ids/0").asText();
    demo.delete("/compute/v2.1/servers/" + lost);
    await().until(() -> demo.get("/compute/v2.1/servers/" + lost).status() == 404);
    cloud.settings(Map.of("build_time", 4));
    as("operator").post(shop + "/check", Map.of("repair", true));
    building(shop, 1);
    nobodyLooks();
    active(2);

    timerIsDue(shop);

    JsonNode ended = free(shop);
    assertThat(ended.at("/error").isNull()).as(ended.toPrettyString()).isTrue();
    assertThat(ended.at("/drift/in_sync").asBoolean()).isTrue();
    assertThat(statuses(ended)).containsExactly("ACTIVE", "ACTIVE");
  }

  @Test
  void aCloudThatCannotBeAskedIsNoReasonToUndoAnything() {
    cloud.settings(Map.of("build_time", 4));
    String shop = deployed("unreachable", "one-network", "sandbox", Map.of("count", 2));
    building(shop, 2);
    nobodyLooks();
    active(2);
    cloud.fault(
        Map.of("effect", "status", "status", 503, "matches", "/compute/.*", "times", 10_000));

    timerIsDue(shop);

    await()
        .atMost(Duration.ofMinutes(3))
        .untilAsserted(
            () ->
                assertThat(said(shop, "waiting"))
                    .anyMatch(each -> each.contains("could not be looked at")));
    cloud.noFaults();
    lookAgain();
    assertThat(statuses(ended(shop, "COMPLETED"))).containsExactly("ACTIVE", "ACTIVE");
  }

  /** Waits until so many servers of an operation are on record as being built. */
  private void building(String deployment, int servers) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                statuses(as("viewer").get(deployment).json()).stream()
                        .filter("BUILD"::equals)
                        .count()
                    == servers);
  }

  private void active(int servers) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> servers().stream().filter("ACTIVE"::equals).count() == servers);
  }

  /** As if every node that watches were away, and the look under way had ended. */
  private void nobodyLooks() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                jdbc.sql(
                            """
                            update caravan.cloud_watches set held_until = now() + interval '1 h'
                            where cloud = 'sandbox' and held_until is null
                            """)
                        .update()
                    == 1);
  }

  private void longAgo(String deployment) {
    jdbc.sql(
            """
            update caravan.deployment_resources
            set present_at = present_at - interval '40 min', looked_at = looked_at - interval '39 min'
            where deployment_id = :id::uuid and kind = 'server'
            """)
        .param("id", deployment.substring(deployment.lastIndexOf('/') + 1))
        .update();
  }

  private void timerIsDue(String deployment) {
    String process = as("viewer").get(deployment).json().path("process_id").asText();
    int moved =
        jdbc.sql(
                """
                update act_ru_timer_job set duedate_ = now() - interval '1 h'
                where process_instance_id_ = :process
                """)
            .param("process", process)
            .update();
    assertThat(moved).isEqualTo(1);
  }

  private List<String> said(String deployment, String type) {
    return as("viewer")
        .get(deployment + "/events?limit=200")
        .json()
        .path("items")
        .findParents("type")
        .stream()
        .filter(each -> each.path("type").asText().equals(type))
        .map(each -> each.path("message").asText())
        .toList();
  }

  private static List<String> statuses(JsonNode deployment) {
    return deployment.at("/resources/vms").findValuesAsText("status");
  }

  private List<String> servers() {
    return cloud
        .list("demo", "/compute/v2.1/servers/detail")
        .path("servers")
        .findValuesAsText("status");
  }
}
