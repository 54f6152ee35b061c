package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.story.Answer;
import dev.caravan.story.HttpCaller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** What is not ours in a cloud is neither taken nor removed; a late answer undoes nothing. */
@TestPropertySource(properties = "caravan.openstack.timeout=2")
class ForeignThingsStoryTest extends CloudStory {

  private static final String GROUPS = "/compute/v2.1/os-server-groups";

  @Autowired private JdbcClient jdbc;

  @BeforeEach
  void uploadTemplate() throws Exception {
    JsonNode template =
        new ObjectMapper()
            .readTree(
                """
                {"name": "apart", "parameters": {"type": "object", "properties": {}},
                 "network_config": {
                   "cidr": "10.9.0.0/24", "subnets": {"main": {"cidr": "10.9.0.0/24"}},
                   "security_groups": {"node": {"rules": [{"protocol": "tcp", "port": 22}]}},
                   "router": {"external_network": "public"}},
                 "vm_config": {"node": {
                   "count": 1, "flavor": "m1.tiny", "image": "cirros", "subnet": "main",
                   "security_groups": ["node"], "anti_affinity": true}}}
                """);
    Answer answer = as("developer").post("/api/v1/templates", template);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
  }

  private String deployed(String name) {
    return deployed(name, "apart", "sandbox", Map.of());
  }

  private String group(String name) {
    Map<String, ?> group = Map.of("name", name, "policy", "anti-affinity");
    return cloud
        .logIn("demo")
        .post(GROUPS, Map.of("server_group", group))
        .json()
        .at("/server_group/id")
        .asText();
  }

  private List<String> groups() {
    return cloud.list("demo", GROUPS).path("server_groups").findValuesAsText("id");
  }

  private List<String> events(String deployment, String type) {
    List<String> messages = new ArrayList<>();
    for (JsonNode event : as("viewer").get(deployment + "/events?limit=200").json().path("items")) {
      if (event.path("type").asText().equals(type)) {
        messages.add(event.path("message").asText());
      }
    }
    return messages;
  }

  private static UUID id(String deployment) {
    return UUID.fromString(deployment.replaceAll(".*/", ""));
  }

  private static void drop(CloudOfTests cloud, String effect, String method, String path) {
    cloud.fault(Map.of("effect", effect, "method", method, "matches", ".*/" + path, "times", 1));
  }

  @Test
  void aForeignGroupOfTheSameNameIsNeitherTakenNorRemovedWhenAnAnswerIsLost() {
    String foreign = group("named-node");
    drop(cloud, "drop_before", "POST", "os-server-groups");

    String named = deployed("named");
    ended(named, "COMPLETED");

    assertThat(groups()).contains(foreign).hasSize(2);
    assertThat(events(named, "adopted")).isEmpty();
    as("operator").delete(named);
    ended(named, "DELETED");
    assertThat(groups()).containsExactly(foreign);
  }

  @Test
  void aGroupThatWasMadeThoughItsAnswerWasLostIsTakenByItsMark() {
    String foreign = group("taken-node");
    drop(cloud, "drop_after", "POST", "os-server-groups");

    String taken = deployed("taken");
    ended(taken, "COMPLETED");

    assertThat(groups()).contains(foreign).hasSize(2);
    assertThat(events(taken, "adopted")).hasSize(1).allMatch(said -> said.contains("server_group"));
    as("operator").delete(taken);
    ended(taken, "DELETED");
    assertThat(groups()).containsExactly(foreign);
  }

  @Test
  void groupsOfOlderCodeGoByTheirIdsAndDoubtfulOnesStay() {
    String sure = deployed("sure");
    String unsure = deployed("unsure");
    ended(sure, "COMPLETED");
    ended(unsure, "COMPLETED");
    List<String> marked = groups();
    String made = group("sure-node");
    String foreign = group("unsure-node");
    record(sure, made, false);
    record(unsure, foreign, true);

    as("operator").delete(sure);
    as("operator").delete(unsure);
    ended(sure, "DELETED");
    ended(unsure, "DELETED");

    assertThat(groups()).contains(foreign).doesNotContain(made);
    assertThat(events(unsure, "left")).hasSize(1).allMatch(said -> said.contains(foreign));
    assertThat(marked).hasSize(2);
  }

  private void record(String deployment, String group, boolean doubtful) {
    int rows =
        jdbc.sql(
                """
                update caravan.deployment_resources set openstack_id = :group, doubtful = :doubtful
                where deployment_id = :deployment and kind = 'server_group'
                """)
            .param("group", group)
            .param("doubtful", doubtful)
            .param("deployment", id(deployment))
            .update();
    assertThat(rows).isEqualTo(1);
  }

  @Test
  void aRouterInterfaceThatIsMadeLateIsFoundAndNothingIsUndone() {
    cloud.settings(Map.of("interface_time", 5));

    String late = deployed("late");

    ended(late, "COMPLETED");
    assertThat(cloud.requests().properties())
        .filteredOn(each -> each.getKey().startsWith("DELETE"))
        .isEmpty();
    as("operator").delete(late);
    ended(late, "DELETED");
    assertThat(cloud.standing("demo")).isEmpty();
  }

  @Test
  void aConflictWithOurOwnRequestThatIsStillUnderWayIsNoRefusal() {
    Map<String, ?> slow = Map.of("effect", "delay", "method", "PUT", "millis", 9000);
    Map<String, ?> conflict =
        Map.of("effect", "status", "method", "PUT", "status", 409, "times", 3);
    for (Map<String, ?> fault : List.of(slow, conflict)) {
      Map<String, Object> whole = new HashMap<>(fault);
      whole.put("matches", ".*/add_router_interface");
      cloud.fault(whole);
    }

    String slowly = deployed("slowly");

    ended(slowly, "COMPLETED");
    String interfaces = "/networking/v2.0/ports?device_owner=network:router_interface";
    assertThat(cloud.list("demo", interfaces).path("ports")).hasSize(1);
  }

  @Test
  void anAnswerLostWhileRemovingIsLookedForBeforeItIsAskedAgain() {
    String going = deployed("going");
    ended(going, "COMPLETED");
    for (String path :
        List.of(
            "networks/.*",
            "subnets/.*",
            "routers/[^/]*",
            "ports/.*",
            "servers/.*",
            "security-groups/.*",
            "os-server-groups/.*")) {
      drop(cloud, "drop_after", "DELETE", path);
    }
    drop(cloud, "drop_after", "PUT", "remove_router_interface");

    as("operator").delete(going);
    ended(going, "DELETED");

    assertThat(cloud.standing("demo")).isEmpty();
    assertThat(groups()).isEmpty();
    JsonNode requests = cloud.requests();
    requests
        .properties()
        .forEach(
            each -> {
              boolean change =
                  each.getKey().startsWith("DELETE") || each.getKey().contains("remove_router");
              if (change) {
                assertThat(each.getValue().asInt()).as(each.getKey()).isEqualTo(1);
              }
            });
  }

  @Test
  void aForeignRouterOnOurSubnetIsNamedAtOnce() {
    String held = deployed("held-by-router");
    String network = ended(held, "COMPLETED").at("/resources/network_id").asText();
    HttpCaller demo = cloud.logIn("demo");
    String subnet =
        cloud
            .list("demo", "/networking/v2.0/subnets?network_id=" + network)
            .at("/subnets/0/id")
            .asText();
    String router =
        demo.post("/networking/v2.0/routers", Map.of("router", Map.of("name", "somebody's")))
            .json()
            .at("/router/id")
            .asText();
    String port =
        demo.post(
                "/networking/v2.0/ports",
                Map.of("port", Map.of("network_id", network, "name", "leg")))
            .json()
            .at("/port/id")
            .asText();
    String add = "/networking/v2.0/routers/%s/%s_router_interface";
    Answer added = demo.send("PUT", add.formatted(router, "add"), Map.of("port_id", port));
    assertThat(added.status()).as(added.toString()).isEqualTo(200);

    as("operator").delete(held);

    JsonNode error = conflict(held);
    assertThat(error.path("message").asText()).contains("subnet main", router, "not ours");
    assertThat(cloud.list("demo", "/networking/v2.0/subnets/" + subnet).path("subnet"))
        .isNotEmpty();
    demo.send("PUT", add.formatted(router, "remove"), Map.of("port_id", port));
    resumed(held);
    ended(held, "DELETED");
    demo.delete("/networking/v2.0/routers/" + router);
    assertThat(cloud.standing("demo")).isEmpty();
  }

  @Test
  void aForeignSubnetInOurNetworkIsNotRemovedWithIt() {
    String held = deployed("held-by-subnet");
    String network = ended(held, "COMPLETED").at("/resources/network_id").asText();
    HttpCaller demo = cloud.logIn("demo");
    Map<String, ?> wanted =
        Map.of("network_id", network, "ip_version", 4, "cidr", "10.77.0.0/24", "name", "theirs");
    String subnet =
        demo.post("/networking/v2.0/subnets", Map.of("subnet", wanted))
            .json()
            .at("/subnet/id")
            .asText();

    as("operator").delete(held);

    assertThat(conflict(held).path("message").asText()).contains("network", subnet, "not ours");
    assertThat(demo.get("/networking/v2.0/subnets/" + subnet).status()).isEqualTo(200);
    demo.delete("/networking/v2.0/subnets/" + subnet);
    resumed(held);
    ended(held, "DELETED");
  }

  @Test
  void aForeignSubnetOnOurRouterIsNamed() {
    String held = deployed("held-by-others");
    JsonNode stands = ended(held, "COMPLETED").path("resources");
    HttpCaller demo = cloud.logIn("demo");
    String network =
        demo.post("/networking/v2.0/networks", Map.of("network", Map.of("name", "theirs")))
            .json()
            .at("/network/id")
            .asText();
    Map<String, ?> wanted =
        Map.of("network_id", network, "ip_version", 4, "cidr", "10.78.0.0/24", "name", "theirs");
    String subnet =
        demo.post("/networking/v2.0/subnets", Map.of("subnet", wanted))
            .json()
            .at("/subnet/id")
            .asText();
    String router = stands.path("router_id").asText();
    String change = "/networking/v2.0/routers/%s/%s_router_interface";
    demo.send("PUT", change.formatted(router, "add"), Map.of("subnet_id", subnet));

    as("operator").delete(held);

    assertThat(conflict(held).path("message").asText()).contains("router", subnet, "not ours");
    demo.send("PUT", change.formatted(router, "remove"), Map.of("subnet_id", subnet));
    resumed(held);
    ended(held, "DELETED");
  }

  /** How the process stands that could not go on, without having tried it many times. */
  private JsonNode conflict(String deployment) {
    JsonNode stopped = ended(deployment, "FAILED");
    String process = "/api/v1/processes/" + stopped.path("process_id").asText();
    JsonNode error = as("operator").get(process).json().path("error");
    assertThat(error.path("type").asText()).as(error.toString()).isEqualTo("ConflictError");
    return error;
  }

  private void resumed(String deployment) {
    String process =
        "/api/v1/processes/" + as("viewer").get(deployment).json().path("process_id").asText();
    assertThat(as("operator").post(process + "/resume", Map.of()).status()).isEqualTo(202);
  }
}
