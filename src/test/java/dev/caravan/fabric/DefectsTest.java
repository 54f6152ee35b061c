package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.Answer;
import dev.caravan.worker.TlsFront;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The eighteen defects of the plugin that this follows, by their numbers; the first, nobody there
 * to do the work, is told in {@link NoWorkerStoryTest}.
 */
class DefectsTest extends FabricStory {

  @Autowired SyncSchedules schedules;
  @Autowired SyncRuns runs;

  private void due(String fabric) {
    jdbc.sql(
            "update caravan.fabric_schedules set next_due = now() where fabric_id = :id and run_id"
                + " is null")
        .param("id", UUID.fromString(fabric))
        .update();
  }

  private List<JsonNode> runsOf(String fabric) {
    JsonNode items =
        as("viewer").get("/api/v1/fabrics/" + fabric + "/runs?limit=100").json().path("items");
    return items.findParents("trigger");
  }

  private List<JsonNode> endedRuns(String fabric, int count) {
    return Awaitility.await()
        .until(
            () -> runsOf(fabric).stream().filter(each -> !each.path("ended_at").isNull()).toList(),
            list -> list.size() >= count);
  }

  @Test
  void defect02_aScheduleIsThereFromTheStartAndIsMadeAgainWhoeverTookItAway() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    String fabric = fabric(Map.of("sync_interval", 3600));
    assertThat(view(fabric).path("next_due").isNull()).isFalse();
    endedRuns(fabric, 1);

    jdbc.sql("update caravan.fabric_schedules set next_due = null").update();
    assertThat(view(fabric).path("next_due").isNull()).isTrue();
    schedules.mend();

    assertThat(view(fabric).path("next_due").isNull()).isFalse();
    assertThat(endedRuns(fabric, 2)).hasSize(2);
  }

  @Test
  void defect03_aFailureEndsNoSchedule() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    fault(Map.of("effect", "status", "status", 403, "path", "/apis/vpc", "times", 1000));
    String fabric = fabric(Map.of("sync_interval", 3600));

    JsonNode failed = endedRuns(fabric, 1).get(0);
    JsonNode after = view(fabric);
    sandbox.delete("/sandbox/faults");
    due(fabric);

    assertThat(failed.at("/error/type").asText()).isEqualTo("FORBIDDEN");
    assertThat(after.path("sync_status").asText()).isEqualTo("error");
    assertThat(Instant.parse(after.path("next_due").asText())).isAfter(Instant.now());
    assertThat(endedRuns(fabric, 2).get(0).path("outcome").asText()).isEqualTo("in_sync");
    assertThat(Instant.parse(view(fabric).path("next_due").asText())).isAfter(Instant.now());
  }

  @Test
  void defect04_noRunIsStartedTwiceHoweverOftenItIsSavedOrLookedFor() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    String fabric = fabric(Map.of("sync_interval", 3600));
    endedRuns(fabric, 1);
    for (int i = 0; i < 5; i++) {
      schedules.mend();
    }
    jdbc.sql("update caravan.fabric_schedules set next_due = now() - interval '5 hours'").update();
    ExecutorService nodes = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> looks = Collections.nCopies(16, runs::beginDue);
      for (Future<Boolean> each : nodes.invokeAll(looks)) {
        each.get();
      }
    } finally {
      nodes.shutdown();
    }

    List<JsonNode> all = endedRuns(fabric, 2);
    assertThat(all).hasSize(2);
    assertThat(all.get(0).path("missed").asInt()).isEqualTo(5);
    assertThat(
            jdbc.sql("select count(*) from caravan.fabric_schedules where fabric_id = :id")
                .param("id", UUID.fromString(fabric))
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void defect05_anAttemptIsNoSuccess() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    String fabric = fabric(Map.of());
    sync(fabric);
    JsonNode good = view(fabric);
    fault(Map.of("effect", "status", "status", 401, "path", "/apis/vpc", "times", 1000));
    sync(fabric);
    JsonNode bad = view(fabric);

    assertThat(bad.path("last_success")).isEqualTo(good.path("last_success"));
    assertThat(Instant.parse(bad.path("last_attempt").asText()))
        .isAfter(Instant.parse(good.path("last_success").asText()));
    assertThat(bad.path("sync_status").asText()).isEqualTo("error");
    assertThat(bad.path("connection_status").asText()).isEqualTo("error");
    assertThat(bad.at("/sync_error/type").asText()).isEqualTo("UNAUTHORIZED");
  }

  @Test
  void defect06_whatIsNotConfiguredIsNotInSync() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    Answer noCluster = admin().post("/api/v1/fabrics", Map.of("name", "no-cluster"));
    Map<String, Object> noGit = body(Map.of());
    noGit.remove("git");
    Answer withoutGit = admin().post("/api/v1/fabrics", noGit);

    for (Answer each : List.of(noCluster, withoutGit)) {
      String id = each.json().path("id").asText();
      assertThat(status(id)).isEqualTo("not_configured");
      Answer refused = as("operator").post("/api/v1/fabrics/" + id + "/sync", Map.of());
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.text()).contains("names no cluster, or no git repository");
      assertThat(status(id)).isEqualTo("not_configured");
    }
  }

  @Test
  void defect07_aWrongNamespaceAndAMissingKindAreErrors() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    String nowhere =
        fabric(
            Map.of(
                "cluster",
                Map.of(
                    "server",
                    KUBERNETES.url(),
                    "token",
                    "sandbox-writer",
                    "namespace",
                    "nowhere")));
    JsonNode wrong = sync(nowhere);
    assertThat(wrong.at("/error/type").asText()).isEqualTo("WRONG_NAMESPACE");
    assertThat(wrong.at("/error/message").asText()).contains("no namespace nowhere");
    assertThat(status(nowhere)).isEqualTo("error");

    String moved = fabric(Map.of());
    sync(moved);
    String before = resources(moved).toString();
    admin().patch("/api/v1/fabrics/" + moved, Map.of("cluster", Map.of("namespace", "nowhere")));
    assertThat(sync(moved).at("/error/type").asText()).isEqualTo("WRONG_NAMESPACE");
    assertThat(resources(moved)).hasToString(before);
    cluster.delete(VPCS + "/vpc-1");

    declare(
        "unknown.yaml",
        """
        apiVersion: vpc.githedgehog.com/v1beta1
        kind: Unheard
        metadata: {name: one}
        """);
    String unheard = fabric(Map.of());
    JsonNode missing = sync(unheard);
    assertThat(missing.at("/error/type").asText()).isEqualTo("MISSING_KIND");
    assertThat(missing.at("/error/message").asText()).contains("Unheard", "fabric/unknown.yaml");
    assertThat(status(unheard)).isEqualTo("error");
    assertThat(isThere(VPCS + "/vpc-1")).isFalse();
  }

  @Test
  void defect08_inSyncIsProvedAndExpires() throws Exception {
    String commit = repository.with("fabric/vpcs.yaml", vpc("vpc-1", 101)).commit("Declare");
    String fabric = fabric(Map.of("policy", "observe"));
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("out_of_sync");
    assertThat(status(fabric)).isEqualTo("out_of_sync");

    admin().patch("/api/v1/fabrics/" + fabric, Map.of("policy", "apply"));
    sync(fabric);
    JsonNode proved = view(fabric);
    assertThat(proved.path("sync_status").asText()).isEqualTo("in_sync");
    assertThat(proved.path("synced_commit").asText()).isEqualTo(commit);
    assertThat(proved.at("/proved_at/vpc.githedgehog.com~1VPC").asText()).isNotEmpty();

    edit(VPCS + "/vpc-1", Map.of("spec", Map.of("ipv4Namespace", "other")));
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("out_of_sync");

    jdbc.sql("update caravan.fabric_proofs set last_success = now() - interval '11 minutes'")
        .update();
    assertThat(status(fabric)).isEqualTo("stale");
  }

  @Test
  void defect09_aRunThatNobodyWorksOnAnyMoreEnds() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    String fabric = fabric(Map.of());
    sync(fabric);
    UUID lost = UUID.randomUUID();
    jdbc.sql(
            """
            insert into caravan.sync_runs (id, fabric_id, trigger, requested_by, request_id, status, started_at)
            values (:run, :fabric, 'manual', 'somebody', 'request-1', 'running', now())
            """)
        .param("run", lost)
        .param("fabric", UUID.fromString(fabric))
        .update();
    jdbc.sql("update caravan.fabric_schedules set run_id = :run where fabric_id = :fabric")
        .param("run", lost)
        .param("fabric", UUID.fromString(fabric))
        .update();
    assertThat(status(fabric)).isEqualTo("syncing");

    schedules.tidy();

    JsonNode after = view(fabric);
    assertThat(after.path("sync_status").asText()).isEqualTo("error");
    assertThat(after.at("/sync_error/type").asText()).isEqualTo("WORKER_LOST");
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");
  }

  @Test
  void defect10_noStatusIsWrittenThatDoesNotExist() {
    for (String table : List.of("fabric_proofs", "sync_runs")) {
      String checks =
          String.join(
              " ",
              jdbc.sql(
                      """
                      select pg_get_constraintdef(oid) from pg_constraint
                      where conrelid = ('caravan.' || :table)::regclass and contype = 'c'
                      """)
                  .param("table", table)
                  .query(String.class)
                  .list());
      assertThat(checks).contains("outcome", "in_sync", "suspect_empty");
    }
    Set<String> known = new HashSet<>();
    for (SyncStatus each : SyncStatus.values()) {
      known.add(each.word());
    }
    assertThat(known)
        .containsExactlyInAnyOrder(
            "never_synced",
            "in_sync",
            "out_of_sync",
            "syncing",
            "error",
            "stale",
            "no_worker",
            "suspect_empty",
            "not_configured",
            "disabled");
  }

  @Test
  void defect11_whatTheClusterFillsInIsNoDrift() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    String fabric = fabric(Map.of());
    sync(fabric);
    edit(
        VPCS + "/vpc-1",
        Map.of(
            "metadata",
            Map.of("labels", Map.of("fabric.githedgehog.com/vni", "100")),
            "spec",
            Map.of(
                "vlanNamespace",
                "default",
                "subnets",
                Map.of("default", Map.of("gateway", "10.0.101.1")))));

    JsonNode run = sync(fabric);

    assertThat(run.path("outcome").asText()).isEqualTo("in_sync");
    assertThat(resource(fabric, "vpc-1").path("differences")).isEmpty();
    assertThat(run.path("writes").asInt()).isZero();
  }

  @Test
  void defect12_whatIsGoneFromTheClusterIsMarked() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101) + vpc("vpc-2", 102));
    make(VPCS, vpcObject("by-hand", 7));
    String fabric = fabric(Map.of());
    sync(fabric);
    assertThat(resource(fabric, "by-hand").path("drift").asText()).isEqualTo("actual_only");
    cluster.delete(VPCS + "/vpc-2");
    cluster.delete(VPCS + "/by-hand");

    JsonNode run = sync(fabric);

    assertThat(run.path("outcome").asText()).isEqualTo("out_of_sync");
    JsonNode gone = resource(fabric, "vpc-2");
    assertThat(gone.path("drift").asText()).isEqualTo("desired_only");
    assertThat(gone.path("state").asText()).isEqualTo("drifted");
    assertThat(gone.path("actual").isNull()).isTrue();
    assertThat(resources(fabric)).doesNotContainKey("by-hand");
  }

  @Test
  void defect13_pluralsAreTheClustersOwn() throws Exception {
    declare("switches.yaml", aSwitch("leaf-1"));
    String fabric = fabric(Map.of());

    assertThat(sync(fabric).at("/counts/Switch/created").asInt()).isEqualTo(1);
    assertThat(there(SWITCHES + "/leaf-1").at("/spec/role").asText()).isEqualTo("server-leaf");
  }

  @Test
  void defect14_healthIsWhereItReallyIs() throws Exception {
    declare("all.yaml", aSwitch("leaf-1") + aSwitch("leaf-2") + vpc("vpc-1", 101));
    for (String name : List.of("leaf-1", "leaf-2")) {
      make(
          objects("agent", "agents"),
          object("agent.githedgehog.com/v1beta1", "Agent", name, Map.of("role", "server-leaf")));
    }
    beat("leaf-1", Instant.now(), 1);
    beat("leaf-2", Instant.now().minus(Duration.ofHours(1)), 1);
    String fabric = fabric(Map.of("api_groups", List.of("agent.githedgehog.com")));
    sync(fabric);

    assertThat(healthOf(fabric, "Switch", "leaf-1")).isEqualTo("healthy");
    assertThat(healthOf(fabric, "Switch", "leaf-2")).isEqualTo("degraded");
    assertThat(healthOf(fabric, "VPC", "vpc-1")).isEqualTo("unknown");
    assertThat(status(fabric)).isEqualTo("in_sync");
  }

  @Test
  void defect15_thereIsOneWayOnly() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    String fabric = fabric(Map.of("sync_interval", 3600));
    endedRuns(fabric, 1);
    JsonNode byHand = sync(fabric);

    List<JsonNode> all = endedRuns(fabric, 2);
    assertThat(all)
        .extracting(each -> each.path("trigger").asText())
        .contains("manual", "schedule");
    assertThat(byHand.path("trigger").asText()).isEqualTo("manual");
    for (JsonNode run : all) {
      JsonNode process = as("viewer").get("/api/v1/processes/" + run.path("id").asText()).json();
      assertThat(process.path("workflow").asText()).isEqualTo("sync-fabric");
      assertThat(process.path("status").asText()).isEqualTo("completed");
    }
  }

  @Test
  void defect16_aCaptureIsOneCommitHoweverManyRuns() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    make(VPCS, vpcObject("by-hand", 7));
    String fabric = fabric(Map.of("capture", Map.of("branch", "captured")));
    for (int i = 0; i < 10; i++) {
      sync(fabric);
    }

    try (Git git = Git.open(folder.toFile())) {
      List<String> commits = new ArrayList<>();
      git.log()
          .add(git.getRepository().resolve("captured"))
          .call()
          .forEach(commit -> commits.add(commit.getFullMessage()));
      assertThat(commits).hasSize(2).first().asString().startsWith("Capture 1 object");
    }
    assertThat(resource(fabric, "by-hand").path("state").asText()).isEqualTo("draft");

    // Taken into the ref, our own commit is recognised and leads to no write.
    try (Git git = Git.open(folder.toFile())) {
      git.merge().include(git.getRepository().resolve("captured")).setSquash(false).call();
    }
    forgetRequests();
    JsonNode run = sync(fabric);
    assertThat(run.path("own_commit").asBoolean()).isTrue();
    assertThat(run.path("outcome").asText()).isEqualTo("in_sync");
    assertThat(writes()).isZero();
    assertThat(resource(fabric, "by-hand").path("state").asText()).isEqualTo("synced");
  }

  @Test
  void defect17_theButtonTellsTheTrueOutcomeOfThatVeryRequest() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    String fabric = fabric(Map.of());
    fault(Map.of("effect", "status", "status", 403, "path", "/apis/vpc", "times", 1000));

    Answer begun =
        as("operator")
            .with("X-Request-ID", "press-of-the-button-1")
            .post("/api/v1/fabrics/" + fabric + "/sync", Map.of());
    assertThat(begun.status()).isEqualTo(202);
    String process = begun.json().path("process_id").asText();
    ended(fabric, process);
    JsonNode status =
        Awaitility.await()
            .until(
                () -> as("viewer").get("/api/v1/processes/" + process + "/status").json(),
                each -> !each.path("completed_at").isNull());

    assertThat(status.path("status").asText()).isEqualTo("failed");
    assertThat(status.at("/error/type").asText()).isEqualTo("FORBIDDEN");
    assertThat(status.at("/summary/request_id").asText()).isEqualTo("press-of-the-button-1");
    assertThat(status.at("/summary/outcome").asText()).isEqualTo("error");
    assertThat(isThere(VPCS + "/vpc-1")).isFalse();

    sandbox.delete("/sandbox/faults");
    JsonNode good = sync(fabric);
    JsonNode said =
        Awaitility.await()
            .until(
                () ->
                    as("viewer")
                        .get("/api/v1/processes/" + good.path("id").asText() + "/status")
                        .json(),
                each -> !each.path("completed_at").isNull());
    assertThat(said.at("/summary/outcome").asText()).isEqualTo("in_sync");
    assertThat(isThere(VPCS + "/vpc-1")).isTrue();
  }

  @Test
  void defect18_certificatesAreVerifiedAndSecretsAreSealed() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    try (TlsFront front = TlsFront.before(KUBERNETES.url(), "ip:127.0.0.1")) {
      Map<String, Object> place = Map.of("server", front.url(), "token", "sandbox-writer");
      String fabric = fabric(Map.of("cluster", place));
      JsonNode run = sync(fabric);
      assertThat(run.at("/error/type").asText()).isEqualTo("UNTRUSTED");
      assertThat(view(fabric).path("connection_status").asText()).isEqualTo("disconnected");
      assertThat(isThere(VPCS + "/vpc-1")).isFalse();

      String ca = Files.readString(front.certificate());
      admin().patch("/api/v1/fabrics/" + fabric, Map.of("cluster", Map.of("ca", ca)));
      assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");

      String dump =
          jdbc.sql("select f::text from caravan.fabrics f").query(String.class).list().toString();
      assertThat(dump).doesNotContain("sandbox-writer");
      assertThat(view(fabric).toString()).doesNotContain("sandbox-writer");
    }
  }
}
