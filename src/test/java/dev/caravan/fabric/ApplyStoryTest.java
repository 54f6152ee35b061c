package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.Answer;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What becomes of what is applied: in the cluster's own way, dropped again, at another place. */
class ApplyStoryTest extends FabricStory {

  private static final String NAMESPACES = objects("vpc", "ipv4namespaces");

  private static String addresses(String... subnets) {
    return """
    apiVersion: vpc.githedgehog.com/v1beta1
    kind: IPv4Namespace
    metadata:
      name: default
    spec:
      subnets: ["%s"]
    ---
    """
        .formatted(String.join("\", \"", subnets));
  }

  private void admit(Map<String, ?> rule) {
    assertThat(sandbox.post("/sandbox/admission", rule).status()).isEqualTo(204);
  }

  @Test
  void whatTheClusterKeepsInItsOwnWayIsNoDrift() throws Exception {
    admit(
        Map.of(
            "kind",
            "IPv4Namespace",
            "sort",
            List.of("/spec/subnets"),
            "set",
            Map.of("/metadata/labels/seen", "yes")));
    declare("ip.yaml", addresses("10.9.0.0/16", "10.0.0.0/16"));
    String fabric = fabric(Map.of());

    JsonNode first = sync(fabric);
    assertThat(first.path("outcome").asText())
        .as(resources(fabric).toString())
        .isEqualTo("in_sync");
    JsonNode kept = resource(fabric, "default");
    assertThat(kept.at("/normalised/0/field").asText()).isEqualTo("/spec/subnets");
    assertThat(kept.at("/normalised/0/actual/0").asText()).isEqualTo("10.0.0.0/16");
    forgetRequests();
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");
    assertThat(writes()).isZero();

    declare("ip.yaml", addresses("10.9.0.0/16", "10.5.0.0/16", "10.0.0.0/16"));
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");
    assertThat(there(NAMESPACES + "/default").at("/spec/subnets/1").asText())
        .isEqualTo("10.5.0.0/16");
  }

  @Test
  void anEditOfWhatTheClusterKeepsInItsOwnWayIsDriftAllTheSame() throws Exception {
    admit(Map.of("kind", "IPv4Namespace", "sort", List.of("/spec/subnets")));
    declare("ip.yaml", addresses("10.9.0.0/16", "10.0.0.0/16"));
    String fabric = fabric(Map.of());
    sync(fabric);
    edit(NAMESPACES + "/default", Map.of("spec", Map.of("subnets", List.of("10.0.0.0/16"))));

    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("out_of_sync");
    assertThat(resource(fabric, "default").at("/differences/0/origin").asText())
        .isEqualTo("cluster");

    admin().patch("/api/v1/fabrics/" + fabric, Map.of("self_heal", true));
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");
    forgetRequests();
    sync(fabric);
    assertThat(writes()).isZero();
  }

  @Test
  void aFieldThatSaysNothingAndIsNotKeptIsNoDriftUntilSomebodySetsIt() throws Exception {
    admit(Map.of("kind", "VPC", "drop", List.of("/spec/subnets/default/isolated")));
    declare(
        "vpc.yaml", vpc("vpc-1", 101).replace("vlan: 101\n", "vlan: 101\n      isolated: false\n"));
    String fabric = fabric(Map.of());

    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");
    assertThat(there(VPCS + "/vpc-1").at("/spec/subnets/default").has("isolated")).isFalse();
    assertThat(resource(fabric, "vpc-1").at("/normalised/0/actual").isNull()).isTrue();
    forgetRequests();
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");
    assertThat(writes()).isZero();

    sandbox.send("DELETE", "/sandbox/admission", "");
    Map<String, Object> isolated = Map.of("default", Map.of("isolated", true));
    edit(VPCS + "/vpc-1", Map.of("spec", Map.of("subnets", isolated)));
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("out_of_sync");
    assertThat(resource(fabric, "vpc-1").at("/differences/0/origin").asText()).isEqualTo("cluster");
  }

  @Test
  void aFieldThatSaysSomethingAndIsNotKeptIsDrift() throws Exception {
    admit(Map.of("kind", "VPC", "drop", List.of("/spec/subnets/default/vlan")));
    declare("vpc.yaml", vpc("vpc-1", 101));
    String fabric = fabric(Map.of());

    sync(fabric);

    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("out_of_sync");
    assertThat(resource(fabric, "vpc-1").at("/differences/0/field").asText())
        .isEqualTo("/spec/subnets/default/vlan");
  }

  /** Somebody else has made it by kubectl, and so owns its fields. */
  private void madeByAnother(String name, int vlan) {
    Map<String, Object> vpc =
        object(
            "vpc.githedgehog.com/v1beta1",
            "VPC",
            name,
            Map.of(
                "ipv4Namespace",
                "default",
                "subnets",
                Map.of(
                    "default",
                    Map.of("subnet", "10.0.%d.0/24".formatted(vlan % 250), "vlan", vlan))));
    make(VPCS + "?fieldManager=kubectl-create", vpc);
  }

  @Test
  void aFieldThatGitDropsAndAnotherOwnsIsToldUntilSelfHealTakesItAway() throws Exception {
    madeByAnother("vpc-1", 101);
    declare("vpc.yaml", vpc("vpc-1", 101));
    String fabric = fabric(Map.of());
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");
    declare("vpc.yaml", vpc("vpc-1", 101).replace("      vlan: 101\n", ""));

    JsonNode run = sync(fabric);

    assertThat(run.path("outcome").asText()).isEqualTo("out_of_sync");
    assertThat(run.at("/counts/VPC/failed").asInt()).isEqualTo(1);
    JsonNode told = resource(fabric, "vpc-1");
    assertThat(told.at("/failure/causes/0/manager").asText()).isEqualTo("kubectl-create");
    assertThat(told.at("/failure/causes/0/field").asText()).isEqualTo("/spec/subnets/default/vlan");
    assertThat(there(VPCS + "/vpc-1").at("/spec/subnets/default/vlan").asInt()).isEqualTo(101);

    admin().patch("/api/v1/fabrics/" + fabric, Map.of("self_heal", true));
    JsonNode healed = sync(fabric);

    assertThat(healed.path("outcome").asText()).isEqualTo("in_sync");
    assertThat(healed.at("/counts/VPC/updated").asInt()).isEqualTo(1);
    assertThat(there(VPCS + "/vpc-1").at("/spec/subnets/default").has("vlan")).isFalse();
    assertThat(resource(fabric, "vpc-1").path("failure").isNull()).isTrue();
    forgetRequests();
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");
    assertThat(writes()).isZero();
  }

  @Test
  void aFabricThatMovesIsNewThereAndLeavesNothingToBeSuspected() throws Exception {
    Answer made =
        cluster.post(
            "/api/v1/namespaces",
            Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", "there")));
    assertThat(made.status()).isEqualTo(201);
    declare("vpc.yaml", vpc("vpc-1", 101) + vpc("vpc-2", 102));
    String fabric = fabric(Map.of());
    sync(fabric);
    edit(VPCS + "/vpc-1", Map.of("spec", Map.of("ipv4Namespace", "theirs")));
    sync(fabric);

    admin().patch("/api/v1/fabrics/" + fabric, Map.of("cluster", Map.of("namespace", "there")));

    JsonNode run = sync(fabric);
    assertThat(run.path("outcome").asText()).isEqualTo("in_sync");
    assertThat(run.at("/counts/VPC/created").asInt()).isEqualTo(2);
    assertThat(there(VPCS.replace("/default/", "/there/")).path("items")).hasSize(2);
    assertThat(there(VPCS).path("items")).hasSize(2);
  }

  @Test
  void aConflictIsSettledForOneRunAndRehearsedBefore() throws Exception {
    declare("vpc.yaml", vpc("vpc-1", 101) + vpc("vpc-2", 102));
    String fabric = fabric(Map.of());
    sync(fabric);
    edit(VPCS + "/vpc-1", Map.of("spec", Map.of("subnets", Map.of("default", Map.of("vlan", 7)))));
    cluster.delete(VPCS + "/vpc-2");
    declare("vpc.yaml", vpc("vpc-1", 103).replace("10.0.103.0", "10.0.101.0") + vpc("vpc-2", 102));
    sync(fabric);
    assertThat(resource(fabric, "vpc-1").at("/differences/0/origin").asText()).isEqualTo("both");
    forgetRequests();

    JsonNode plan = sync(fabric, "?self_heal=true&dry_run=true");

    assertThat(plan.path("changes"))
        .extracting(each -> each.path("name").asText(), each -> each.path("action").asText())
        .containsExactlyInAnyOrder(tuple("vpc-1", "update"), tuple("vpc-2", "create"));
    assertThat(plan.at("/changes/0/details/0/resolution").asText()).isEqualTo("desired");
    assertThat(there(VPCS + "/vpc-1").at("/spec/subnets/default/vlan").asInt()).isEqualTo(7);

    JsonNode asBefore = sync(fabric);
    assertThat(asBefore.path("writes").asInt()).isZero();
    assertThat(asBefore.path("outcome").asText()).isEqualTo("out_of_sync");
    assertThat(isThere(VPCS + "/vpc-2")).isFalse();

    JsonNode settled = sync(fabric, "?self_heal=true");
    assertThat(settled.path("outcome").asText()).isEqualTo("in_sync");
    assertThat(settled.path("self_heal").asBoolean()).isTrue();
    assertThat(there(VPCS + "/vpc-1").at("/spec/subnets/default/vlan").asInt()).isEqualTo(103);
    assertThat(isThere(VPCS + "/vpc-2")).isTrue();
    assertThat(view(fabric).path("self_heal").asBoolean()).isFalse();
  }

  @Test
  void twoFabricsThatDeclareTheSameObjectDoNotUndoEachOther() throws Exception {
    declare("vpc.yaml", vpc("vpc-1", 101) + vpc("vpc-2", 102));
    repository.with("other/vpc.yaml", vpc("vpc-1", 7) + vpc("vpc-3", 103)).commit("Another");
    String first = fabric(Map.of("name", "first-of-two", "self_heal", true, "prune", true));
    String second =
        fabric(
            Map.of(
                "self_heal",
                true,
                "git",
                Map.of("url", repository.url(), "ref", "master", "path", "other")));
    sync(first);

    JsonNode refused = sync(second);

    assertThat(refused.path("outcome").asText()).isEqualTo("out_of_sync");
    assertThat(refused.at("/counts/VPC/created").asInt()).isEqualTo(1);
    assertThat(resource(second, "vpc-1").at("/failure/reason").asText()).isEqualTo("DeclaredTwice");
    assertThat(resource(second, "vpc-1").at("/failure/message").asText()).contains("first-of-two");
    assertThat(there(VPCS + "/vpc-1").at("/spec/subnets/default/vlan").asInt()).isEqualTo(101);
    forgetRequests();
    sync(first);
    sync(second);
    assertThat(writes()).isZero();

    declare("vpc.yaml", vpc("vpc-2", 102));
    JsonNode kept = sync(first);
    assertThat(kept.path("outcome").asText()).isEqualTo("in_sync");
    assertThat(kept.at("/counts/VPC/deleted").asInt()).isZero();
    assertThat(isThere(VPCS + "/vpc-1")).isTrue();
    assertThat(sync(second).path("outcome").asText()).isEqualTo("in_sync");
    assertThat(there(VPCS + "/vpc-1").at("/spec/subnets/default/vlan").asInt()).isEqualTo(7);
  }

  @Test
  void whatIsChangedDuringARunIsLookedAtAnewAtOnce() throws Exception {
    declare("vpc.yaml", vpc("vpc-1", 101));
    fault(Map.of("effect", "delay", "millis", 1500, "method", "GET", "path", VPCS));
    String fabric = fabric(Map.of("sync_interval", 3600, "policy", "observe"));
    Awaitility.await().until(() -> status(fabric).equals("syncing"));

    admin().patch("/api/v1/fabrics/" + fabric, Map.of("policy", "apply"));

    Awaitility.await().untilAsserted(() -> assertThat(status(fabric)).isEqualTo("in_sync"));
    assertThat(isThere(VPCS + "/vpc-1")).isTrue();
  }
}
