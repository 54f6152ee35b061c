package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.kubernetes.SandboxKubernetes;
import dev.caravan.story.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a plan that is overtaken: by time, by other wishes, by another place. */
class PlanStoryTest extends FabricStory {

  private static final int OBJECTS = 24;
  private static final int AT_ONCE = 8;
  private static final Map<String, String> ALWAYS = Map.of("cron", "* * * * *", "duration", "24h");

  private void declareMany() throws Exception {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < OBJECTS; i++) {
      all.append(vpc("vpc-" + i, 100 + i));
    }
    declare("vpcs.yaml", all.toString());
  }

  /** Begins a run, whose first changes take a while, and waits until they are under way. */
  private String applying(String fabric) {
    fault(Map.of("effect", "delay", "millis", 6000, "method", "PATCH", "path", VPCS, "times", 8));
    forgetRequests();
    Answer begun = as("operator").post("/api/v1/fabrics/" + fabric + "/sync", Map.of());
    assertThat(begun.status()).as(begun.toString()).isEqualTo(202);
    String run = begun.json().path("run_id").asText();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> sent("PATCH") >= AT_ONCE);
    return run;
  }

  private void change(String fabric, Map<String, ?> body) {
    Answer changed = admin().patch("/api/v1/fabrics/" + fabric, body);
    assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
  }

  private void listedLongAgo(String run) {
    jdbc.sql(
            "update caravan.sync_runs set listed_at = now() - interval '3 hours' where id ="
                + " :id::uuid")
        .param("id", run)
        .update();
  }

  private void meanwhile(String what, String fabric, String run) {
    switch (what) {
      case "a blackout" -> change(fabric, Map.of("blackouts", List.of(ALWAYS)));
      case "another policy" -> change(fabric, Map.of("policy", "observe"));
      case "paused" -> change(fabric, Map.of("sync_enabled", false));
      case "another address" ->
          change(
              fabric,
              Map.of(
                  "cluster",
                  Map.of(
                      "server",
                      KUBERNETES.url().replace("127.0.0.1", "localhost"),
                      "token",
                      SandboxKubernetes.WRITER_TOKEN)));
      default -> listedLongAgo(run);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a blackout", "another policy", "paused", "another address", "listed long ago"})
  void whatOvertakesAPlanEndsIt(String what) throws Exception {
    declareMany();
    String fabric = fabric(Map.of());
    String run = applying(fabric);

    meanwhile(what, fabric, run);

    JsonNode ended = ended(fabric, run);
    assertThat(ended.path("outcome").asText()).as(ended.toString()).isEqualTo("outdated");
    assertThat(ended.path("status").asText()).isEqualTo("failed");
    assertThat(ended.at("/error/type").asText()).isEqualTo("OUTDATED");
    assertThat(there(VPCS).path("items")).hasSize(AT_ONCE);
    assertThat(ended.at("/counts/VPC/created").asInt()).isEqualTo(AT_ONCE);
    assertThat(ended.path("writes").asInt()).isEqualTo(AT_ONCE);
    assertThat(resources(fabric).values())
        .filteredOn(each -> !each.path("applied_uid").isNull())
        .hasSize(AT_ONCE);
    assertThat(view(fabric).path("sync_status").asText())
        .isEqualTo(what.equals("paused") ? "disabled" : "stale");
  }

  @Test
  void whatIsPrunedStopsLikewise() throws Exception {
    declareMany();
    String fabric = fabric(Map.of("prune", true));
    sync(fabric);
    declare("vpcs.yaml", vpc("vpc-0", 100));
    fault(Map.of("effect", "delay", "millis", 6000, "method", "DELETE", "path", VPCS, "times", 8));
    String run =
        as("operator")
            .post("/api/v1/fabrics/" + fabric + "/sync?accept_empty=true", Map.of())
            .json()
            .path("run_id")
            .asText();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> sent("DELETE") >= AT_ONCE);

    change(fabric, Map.of("blackouts", List.of(ALWAYS)));

    assertThat(ended(fabric, run).path("outcome").asText()).isEqualTo("outdated");
    assertThat(there(VPCS).path("items")).hasSize(OBJECTS - AT_ONCE);
  }

  @Test
  void whatWasOvertakenIsComparedAnewAtOnce() throws Exception {
    declareMany();
    fault(Map.of("effect", "delay", "millis", 6000, "method", "PATCH", "path", VPCS, "times", 8));
    forgetRequests();
    String fabric = fabric(Map.of("sync_interval", 3600));
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> sent("PATCH") >= AT_ONCE);
    String run = runs(fabric).at("/0/id").asText();

    listedLongAgo(run);

    assertThat(ended(fabric, run).path("outcome").asText()).isEqualTo("outdated");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> status(fabric), "in_sync"::equals);
    assertThat(there(VPCS).path("items")).hasSize(OBJECTS);
    assertThat(runs(fabric)).hasSize(2);
  }

  private JsonNode runs(String fabric) {
    return as("viewer").get("/api/v1/fabrics/" + fabric + "/runs").json().path("items");
  }

  @Test
  void aProofIsAsOldAsItsLists() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    String fabric = fabric(Map.of());
    fault(Map.of("effect", "delay", "millis", 2000, "method", "PATCH", "path", VPCS));

    JsonNode run = sync(fabric);

    assertThat(run.path("outcome").asText()).isEqualTo("in_sync");
    Instant proved = Instant.parse(view(fabric).path("last_success").asText());
    assertThat(Duration.between(proved, Instant.parse(run.path("ended_at").asText())))
        .isGreaterThan(Duration.ofSeconds(2));
  }

  @Test
  void whatWasListedHoursAgoIsNoFreshProof() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    String fabric = fabric(Map.of());
    fault(Map.of("effect", "delay", "millis", 4000, "method", "GET", "path", VPCS, "skip", 1));
    String run =
        as("operator")
            .post("/api/v1/fabrics/" + fabric + "/sync", Map.of())
            .json()
            .path("run_id")
            .asText();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> isApplied(fabric));

    listedLongAgo(run);

    assertThat(ended(fabric, run).path("outcome").asText()).isEqualTo("in_sync");
    assertThat(status(fabric)).isEqualTo("stale");
  }

  private boolean isApplied(String fabric) {
    return jdbc.sql(
                "select count(*) from caravan.fabric_resources where fabric_id = :id::uuid and"
                    + " applied_at is not null")
            .param("id", fabric)
            .query(Integer.class)
            .single()
        > 0;
  }
}
