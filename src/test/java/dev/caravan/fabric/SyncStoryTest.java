package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.Answer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a sync does, says and leaves alone. */
class SyncStoryTest extends FabricStory {

  @Autowired SyncSchedules schedules;

  private static String vpcs(int from, int to) {
    return String.join(
        "", IntStream.rangeClosed(from, to).mapToObj(i -> vpc("vpc-" + i, 100 + i)).toList());
  }

  @Test
  void aSyncThatFindsNothingToDoIsOneListAKindAndNoWrite() throws Exception {
    declare("all.yaml", vpcs(1, 20) + aSwitch("leaf-1"));
    String fabric = fabric(Map.of());
    assertThat(sync(fabric).path("writes").asInt()).isEqualTo(21);
    String record =
        jdbc.sql("select string_agg(xmin::text, ',' order by id) from caravan.fabric_resources")
            .query(String.class)
            .single();
    forgetRequests();

    JsonNode run = sync(fabric);

    assertThat(sent("GET")).isEqualTo(2);
    assertThat(writes()).isZero();
    assertThat(run.path("requests").asInt()).isEqualTo(2);
    assertThat(run.path("writes").asInt()).isZero();
    assertThat(run.at("/counts/VPC/unchanged").asInt()).isEqualTo(20);
    assertThat(
            jdbc.sql("select string_agg(xmin::text, ',' order by id) from caravan.fabric_resources")
                .query(String.class)
                .single())
        .isEqualTo(record);
  }

  @Test
  void aDryRunGivesThePlanAndChangesNothing() throws Exception {
    declare("vpcs.yaml", vpcs(1, 3));
    String fabric = fabric(Map.of("policy", "observe"));

    JsonNode plan = sync(fabric, "?dry_run=true");

    assertThat(plan.path("outcome").asText()).isEqualTo("planned");
    assertThat(plan.at("/counts/VPC/planned").asInt()).isEqualTo(3);
    assertThat(plan.path("changes")).hasSize(3);
    assertThat(plan.at("/changes/0/action").asText()).isEqualTo("create");
    assertThat(there(VPCS).path("items")).isEmpty();
    assertThat(status(fabric)).isEqualTo("never_synced");
  }

  @Test
  void whatTheClusterRefusesIsToldWithItsWords() throws Exception {
    declare("vpcs.yaml", vpcs(1, 2) + vpc("wrong", 3).replace("vlan: 3", "vlan: many"));
    String fabric = fabric(Map.of());

    JsonNode run = sync(fabric);

    assertThat(run.at("/counts/VPC/created").asInt()).isEqualTo(2);
    assertThat(run.at("/counts/VPC/failed").asInt()).isEqualTo(1);
    assertThat(run.path("outcome").asText()).isEqualTo("out_of_sync");
    JsonNode wrong = resource(fabric, "wrong");
    assertThat(wrong.path("drift").asText()).isEqualTo("creation_pending");
    assertThat(wrong.at("/failure/message").asText()).contains("vlan");
    assertThat(wrong.path("desired_file").asText()).isEqualTo("fabric/vpcs.yaml");
  }

  @Test
  void aRehearsalThatIsRefusedInPartKeepsAllOfItBack() throws Exception {
    declare("vpcs.yaml", vpcs(1, 2) + vpc("wrong", 3).replace("vlan: 3", "vlan: many"));
    String fabric = fabric(Map.of("dry_run_first", true));

    JsonNode run = sync(fabric);

    assertThat(run.path("writes").asInt()).isZero();
    assertThat(there(VPCS).path("items")).isEmpty();
    assertThat(run.at("/counts/VPC/failed").asInt()).isEqualTo(1);

    declare("vpcs.yaml", vpcs(1, 3));
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");
  }

  @Test
  void eachFieldHasItsOriginAndPolicyDecidesAboutEach() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    String fabric = fabric(Map.of());
    sync(fabric);
    edit(
        VPCS + "/vpc-1",
        Map.of(
            "spec",
            Map.of("ipv4Namespace", "theirs", "subnets", Map.of("default", Map.of("vlan", 7)))));
    declare("vpcs.yaml", vpc("vpc-1", 102).replace("10.0.102.0", "10.9.9.0"));

    JsonNode run = sync(fabric);

    JsonNode now = there(VPCS + "/vpc-1").path("spec");
    assertThat(now.at("/subnets/default/subnet").asText()).isEqualTo("10.9.9.0/24");
    assertThat(now.at("/subnets/default/vlan").asInt()).isEqualTo(7);
    assertThat(now.path("ipv4Namespace").asText()).isEqualTo("theirs");
    assertThat(run.path("outcome").asText()).isEqualTo("out_of_sync");
    Map<String, JsonNode> left = new TreeMap<>();
    resource(fabric, "vpc-1")
        .path("differences")
        .forEach(each -> left.put(each.path("field").asText(), each));
    assertThat(left.keySet()).containsExactly("/spec/ipv4Namespace", "/spec/subnets/default/vlan");
    assertThat(left.values())
        .extracting(each -> each.path("manager").asText())
        .containsOnly("kubectl-edit");

    admin().patch("/api/v1/fabrics/" + fabric, Map.of("self_heal", true));
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");
    assertThat(there(VPCS + "/vpc-1").at("/spec/subnets/default/vlan").asInt()).isEqualTo(102);
  }

  @Test
  void anotherManagersFieldIsAConflictThatNamesIt() throws Exception {
    Answer theirs =
        cluster
            .with("Content-Type", "application/apply-patch+yaml")
            .send("PATCH", VPCS + "/vpc-1?fieldManager=terraform", vpcObject("vpc-1", 7));
    assertThat(theirs.status()).isEqualTo(201);
    declare("vpcs.yaml", vpc("vpc-1", 101));
    String fabric = fabric(Map.of());

    JsonNode run = sync(fabric);

    assertThat(run.at("/changes/0/result").asText()).isEqualTo("failed");
    assertThat(run.at("/changes/0/details/causes/0/manager").asText()).isEqualTo("terraform");
    assertThat(run.at("/changes/0/details/causes/0/field").asText()).contains("vlan");
    assertThat(there(VPCS + "/vpc-1").at("/spec/subnets/default/vlan").asInt()).isEqualTo(7);
  }

  @Test
  void onlyWhatCaravanAppliedIsPruned() throws Exception {
    declare("vpcs.yaml", vpcs(1, 3));
    make(VPCS, vpcObject("by-hand", 7));
    String fabric = fabric(Map.of());
    sync(fabric);
    declare("vpcs.yaml", vpcs(1, 2));
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("out_of_sync");
    assertThat(isThere(VPCS + "/vpc-3")).isTrue();

    admin().patch("/api/v1/fabrics/" + fabric, Map.of("prune", true));
    JsonNode run = sync(fabric);

    assertThat(run.at("/counts/VPC/deleted").asInt()).isEqualTo(1);
    assertThat(isThere(VPCS + "/vpc-3")).isFalse();
    assertThat(isThere(VPCS + "/by-hand")).isTrue();
    assertThat(resources(fabric)).doesNotContainKey("vpc-3").containsKey("by-hand");
  }

  @Test
  void sourcesThatAreSuddenlyEmptyAreNotBelieved() throws Exception {
    declare("vpcs.yaml", vpcs(1, 3));
    declare("switches.yaml", aSwitch("leaf-1"));
    String fabric = fabric(Map.of("prune", true, "self_heal", true));
    sync(fabric);
    String before = resources(fabric).toString();

    cluster.delete(VPCS);
    JsonNode emptied = sync(fabric);
    assertThat(emptied.path("outcome").asText()).isEqualTo("suspect_empty");
    assertThat(emptied.at("/error/message").asText()).contains("no VPC (3 before)");
    assertThat(status(fabric)).isEqualTo("suspect_empty");
    assertThat(resources(fabric).toString()).isEqualTo(before);

    assertThat(sync(fabric, "?accept_empty=true").path("outcome").asText()).isEqualTo("in_sync");
    assertThat(there(VPCS).path("items")).hasSize(3);

    repository.without("fabric/switches.yaml").commit("No switches");
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("suspect_empty");
    assertThat(isThere(SWITCHES + "/leaf-1")).isTrue();
    assertThat(sync(fabric, "?accept_empty=true").path("outcome").asText()).isEqualTo("in_sync");
    assertThat(isThere(SWITCHES + "/leaf-1")).isFalse();

    repository.without("fabric/vpcs.yaml").commit("Nothing");
    JsonNode vanished = sync(fabric);
    assertThat(vanished.path("outcome").asText()).isEqualTo("suspect_empty");
    assertThat(vanished.at("/error/message").asText()).contains("no folder fabric");
    assertThat(there(VPCS).path("items")).hasSize(3);
  }

  @Test
  void whatCannotBeReadIsNamedAndNothingIsDone() throws Exception {
    declare("vpcs.yaml", vpcs(1, 2));
    String fabric = fabric(Map.of("prune", true));
    sync(fabric);
    repository.with("fabric/good.yaml", vpcs(3, 3)).with("fabric/bad.yaml", "kind: [\n");
    repository.with("fabric/twice.yaml", vpcs(1, 1));
    repository.with("fabric/nameless.yaml", "apiVersion: v1\nkind: ConfigMap\n");
    repository.commit("Mistakes");

    JsonNode run = sync(fabric);

    assertThat(run.at("/error/type").asText()).isEqualTo("BAD_YAML");
    assertThat(run.at("/error/problems").toString())
        .contains("fabric/bad.yaml", "fabric/nameless.yaml", "stands in fabric/twice.yaml already");
    assertThat(isThere(VPCS + "/vpc-3")).isFalse();
    assertThat(status(fabric)).isEqualTo("error");
  }

  @Test
  void eachTroubleHasItsOwnName() throws Exception {
    declare("vpcs.yaml", vpcs(1, 2));
    assertThat(troubleOf(Map.of("server", "http://127.0.0.1:9", "token", "sandbox-writer")))
        .isEqualTo("UNREACHABLE");
    assertThat(troubleOf(Map.of("server", KUBERNETES.url(), "token", "wrong")))
        .isEqualTo("UNAUTHORIZED");
    assertThat(troubleOf(Map.of("server", KUBERNETES.url(), "token", "sandbox-nobody")))
        .isEqualTo("FORBIDDEN");
    String nowhere =
        fabric(Map.of("git", Map.of("url", folder.resolve("nowhere").toString(), "ref", "master")));
    assertThat(sync(nowhere).at("/error/type").asText()).isEqualTo("GIT_NOT_FOUND");
    String noRef = fabric(Map.of("git", Map.of("url", repository.url(), "ref", "no-such-branch")));
    assertThat(sync(noRef).at("/error/type").asText()).isEqualTo("GIT_NOT_FOUND");
  }

  private String troubleOf(Map<String, Object> place) {
    String fabric = fabric(Map.of("cluster", place));
    JsonNode run = sync(fabric);
    assertThat(run.path("status").asText()).isEqualTo("failed");
    assertThat(status(fabric)).isEqualTo("error");
    assertThat(resources(fabric).values())
        .allSatisfy(each -> assertThat(each.path("actual").isNull()).isTrue());
    return run.at("/error/type").asText();
  }

  @Test
  void aClusterThatPutsOffIsWaitedForAndAListThatExpiredIsBegunAnew() throws Exception {
    declare("vpcs.yaml", vpcs(1, 2));
    String fabric = fabric(Map.of());
    fault(
        Map.of(
            "effect", "status", "status", 429, "retry_after", 1, "path", "/apis/vpc", "times", 2));
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");

    for (int i = 0; i < 1001; i++) {
      make(VPCS, vpcObject("many-" + i, i % 4000));
    }
    fault(
        Map.of("effect", "status", "status", 410, "method", "GET", "path", "/apis/vpc", "skip", 1));
    JsonNode run = sync(fabric);
    assertThat(run.path("status").asText()).isEqualTo("succeeded");
    assertThat(run.path("requests").asInt()).isEqualTo(2 + 3);
    assertThat(resources(fabric)).hasSizeGreaterThan(900);
  }

  @Test
  void whoHoldsAFabricIsTold() throws Exception {
    declare("vpcs.yaml", vpcs(1, 2));
    String fabric = fabric(Map.of());
    fault(Map.of("effect", "delay", "millis", 1500, "method", "GET"));
    Answer first = as("operator").post("/api/v1/fabrics/" + fabric + "/sync", Map.of());
    Answer second = as("operator").post("/api/v1/fabrics/" + fabric + "/sync", Map.of());

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.json().at("/details/run_id")).isEqualTo(first.json().path("run_id"));
    assertThat(status(fabric)).isEqualTo("syncing");
    assertThat(admin().delete("/api/v1/fabrics/" + fabric).status()).isEqualTo(409);
    ended(fabric, first.json().path("run_id").asText());
    assertThat(admin().delete("/api/v1/fabrics/" + fabric).status()).isEqualTo(204);
  }

  @Test
  void changesAreAppliedInTheirWindowsAlone() throws Exception {
    declare("vpcs.yaml", vpcs(1, 2));
    List<Map<String, String>> always = List.of(Map.of("cron", "0 0 * * *", "duration", "24h"));
    String fabric = fabric(Map.of("blackouts", always));

    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("out_of_sync");
    assertThat(there(VPCS).path("items")).isEmpty();
    admin().patch("/api/v1/fabrics/" + fabric, Map.of("blackouts", List.of(), "windows", always));
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");
  }

  @Test
  void wrongInputIsToldAllAtOnce() {
    Answer refused =
        admin()
            .post(
                "/api/v1/fabrics",
                Map.of(
                    "name",
                    "No Name",
                    "sync_interval",
                    5,
                    "policy",
                    "force",
                    "cluster",
                    Map.of("server", "ftp://x", "token", "t", "ca", "no pem"),
                    "git",
                    Map.of("url", "gopher://x", "path", "../elsewhere"),
                    "windows",
                    List.of(Map.of("cron", "every day", "duration", "6h"))));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/details/errors").findValuesAsText("pointer"))
        .contains(
            "/name",
            "/sync_interval",
            "/policy",
            "/cluster/server",
            "/cluster/ca",
            "/git/url",
            "/git/path",
            "/windows/0");
  }

  @Test
  void everythingThatKeepsFabricsInSyncIsThere() throws Exception {
    declare("vpcs.yaml", vpcs(1, 2));
    sync(fabric(Map.of()));

    JsonNode verified = as("viewer").get("/api/v1/fabrics/verify").json();

    assertThat(verified.path("ok").asBoolean()).as(verified.toString()).isTrue();
    assertThat(verified.path("links")).hasSizeGreaterThan(8);
  }

  @Test
  void oldRunsAreForgottenWithTheirProcesses() throws Exception {
    declare("vpcs.yaml", vpcs(1, 2));
    String fabric = fabric(Map.of());
    String run = sync(fabric).path("id").asText();
    String kept = sync(fabric).path("id").asText();
    jdbc.sql(
            """
            insert into caravan.sync_runs (id, fabric_id, trigger, requested_by, request_id, status, ended_at, created_at)
            select gen_random_uuid(), :fabric::uuid, 'schedule', 'system', 'request', 'succeeded', now(), now()
            from generate_series(1, 99)
            """)
        .param("fabric", fabric)
        .update();
    jdbc.sql(
            "update caravan.sync_runs set ended_at = now() - interval '8 days' where id = :run::uuid")
        .param("run", run)
        .update();

    schedules.forgetOld();

    assertThat(as("viewer").get("/api/v1/processes/" + run).status()).isEqualTo(404);
    assertThat(as("viewer").get("/api/v1/processes/" + kept).status()).isEqualTo(200);
    for (String table : List.of("act_hi_procinst", "act_hi_actinst", "act_hi_varinst")) {
      assertThat(
              jdbc.sql("select count(*) from public." + table + " where proc_inst_id_ = :run")
                  .param("run", run)
                  .query(Integer.class)
                  .single())
          .as(table)
          .isZero();
    }
  }

  @Test
  void manyFabricsOfOneClusterDoNotWaitForEachOtherForEver() throws Exception {
    declare("vpcs.yaml", vpcs(1, 2));
    List<String> fabrics = IntStream.range(0, 16).mapToObj(i -> fabric(Map.of())).toList();
    Map<String, String> begun = new TreeMap<>();
    for (String fabric : fabrics) {
      begun.put(
          fabric,
          as("operator")
              .post("/api/v1/fabrics/" + fabric + "/sync", Map.of())
              .json()
              .path("run_id")
              .asText());
    }

    begun.forEach(
        (fabric, run) ->
            assertThat(ended(fabric, run).path("outcome").asText()).isEqualTo("in_sync"));
  }
}
