package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.netbox.SandboxNetBox;
import dev.caravan.story.Answer;
import dev.caravan.story.HttpCaller;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * What is deployed is shown by NetBox: the one that NETBOX_URL and NETBOX_TOKEN name, where they
 * do, else a simulated one.
 */
class NetBoxRecordStoryTest extends CloudStory {

  private static final String MACHINES = "/api/virtualization/virtual-machines/";
  private static final String CLUSTERS = "/api/virtualization/clusters/";
  private static final String TYPES = "/api/virtualization/cluster-types/";

  private static final Optional<String> REAL =
      Optional.ofNullable(System.getenv("NETBOX_URL")).filter(url -> !url.isBlank());
  private static final SandboxNetBox SIMULATED = SandboxNetBox.start("4.4.10", 0);

  private final HttpCaller netbox =
      new HttpCaller(URI.create(url()), Map.of("Authorization", "Token " + token()));
  private final List<String> foreign = new ArrayList<>();

  @DynamicPropertySource
  static void record(DynamicPropertyRegistry properties) {
    properties.add("caravan.netbox.url", NetBoxRecordStoryTest::url);
    properties.add("caravan.netbox.token", NetBoxRecordStoryTest::token);
    properties.add("caravan.infrastructure.netbox-record", () -> "true");
  }

  private static String url() {
    return REAL.orElseGet(SIMULATED::url);
  }

  private static String token() {
    return REAL.isPresent() ? System.getenv("NETBOX_TOKEN") : SandboxNetBox.TOKEN;
  }

  @AfterEach
  void tidy() {
    foreign.forEach(netbox::delete);
    if (REAL.isEmpty()) {
      netbox.delete("/sandbox/faults");
    }
  }

  @Test
  void netBoxShowsWhatIsDeployedScaledAndDeleted() {
    long alien = foreignMachine("seen-by-others");
    String seen = deployed("seen", "one-network", "sandbox", Map.of("count", 2));
    ended(seen, "COMPLETED");
    recorded(seen, 2);
    assertThat(shown(seen)).isEqualTo(standing(seen)).hasSize(2);
    JsonNode first = machines(seen).get(0);
    assertThat(first.at("/status/value").asText()).isEqualTo("active");
    assertThat(first.at("/cluster/name").asText()).isEqualTo("sandbox");
    assertThat(first.path("vcpus").asInt()).isPositive();
    assertThat(first.path("memory").asInt()).isPositive();

    scaled(seen, "server", 3);
    ended(seen, "COMPLETED");
    recorded(seen, 3);
    assertThat(shown(seen)).isEqualTo(standing(seen)).hasSize(3);

    scaled(seen, "server", 1);
    ended(seen, "COMPLETED");
    recorded(seen, 1);
    assertThat(shown(seen)).isEqualTo(standing(seen)).hasSize(1);

    as("operator").delete(seen);
    ended(seen, "DELETED");
    recorded(seen, 0);
    assertThat(marked(seen))
        .isEqualTo(Map.of("machines", 0, "interfaces", 0, "addresses", 0, "vrfs", 0));
    assertThat(netbox.get(MACHINES + alien + "/").status()).isEqualTo(200);
  }

  @Test
  void twoDeploymentsMayHaveTheSameAddresses() {
    String one = deployed("twin-a", "one-network", "sandbox", Map.of());
    String two = deployed("twin-b", "one-network", "sandbox", Map.of());
    ended(one, "COMPLETED");
    ended(two, "COMPLETED");

    recorded(one, 1);
    recorded(two, 1);

    assertThat(shown(one)).isEqualTo(standing(one));
    assertThat(shown(two)).isEqualTo(standing(two));
    assertThat(count(CLUSTERS, "name=sandbox")).isOne();
    as("operator").delete(one);
    as("operator").delete(two);
    ended(one, "DELETED");
    ended(two, "DELETED");
    recorded(one, 0);
    recorded(two, 0);
  }

  @Test
  void aNetBoxThatIsAwayDelaysNothingAndIsToldLater() {
    assumeThat(REAL).as("faults are injected into the simulator").isEmpty();
    netbox.post("/sandbox/faults", Map.of("effect", "status", "status", 503, "times", 1000));

    String lonely = deployed("lonely", "one-network", "sandbox", Map.of("count", 2));

    JsonNode done = ended(lonely, "COMPLETED");
    assertThat(done.at("/metadata/netbox").isMissingNode()).as(done.toPrettyString()).isTrue();
    netbox.delete("/sandbox/faults");
    recorded(lonely, 2);
    assertThat(shown(lonely)).isEqualTo(standing(lonely));
    as("operator").delete(lonely);
    ended(lonely, "DELETED");
    recorded(lonely, 0);
  }

  @Test
  void whatIsLostOnTheWayIsRecordedOnce() {
    assumeThat(REAL).as("faults are injected into the simulator").isEmpty();
    for (String list : List.of("vrfs", "virtual-machines", "interfaces", "ip-addresses")) {
      netbox.post(
          "/sandbox/faults",
          Map.of(
              "effect", "drop_after", "method", "POST", "matches", ".*/" + list + "/", "times", 1));
    }

    String lossy = deployed("lossy", "one-network", "sandbox", Map.of("count", 3));
    ended(lossy, "COMPLETED");
    recorded(lossy, 3);

    assertThat(shown(lossy)).isEqualTo(standing(lossy));
    assertThat(marked(lossy))
        .isEqualTo(Map.of("machines", 3, "interfaces", 3, "addresses", 3, "vrfs", 1));
  }

  @Test
  void againWritesNothingAndMendsWhatOthersChanged() {
    assumeThat(REAL).as("requests are counted by the simulator").isEmpty();
    String calm = deployed("calm-record", "one-network", "sandbox", Map.of("count", 2));
    ended(calm, "COMPLETED");
    recorded(calm, 2);
    long writes = writes();

    recordAgain(calm);

    assertThat(writes()).isEqualTo(writes);
    JsonNode machine = machines(calm).get(0);
    netbox.patch(
        MACHINES + machine.path("id").asText() + "/", Map.of("status", "offline", "memory", 1));
    recordAgain(calm);
    assertThat(machines(calm).get(0).at("/status/value").asText()).isEqualTo("active");
    assertThat(machines(calm).get(0).path("memory")).isEqualTo(machine.path("memory"));
    assertThat(writes()).isEqualTo(writes + 2);
  }

  @Test
  void aMachineOfSomebodyElseIsNamedAndNotTouched() {
    long alien = foreignMachine("taken-server-1");
    String taken = deployed("taken", "one-network", "sandbox", Map.of());

    ended(taken, "COMPLETED");

    JsonNode failed = awaitProcess(taken, "failed");
    assertThat(failed.at("/error/message").asText())
        .contains("taken-server-1", "cluster sandbox", "not ours");
    assertThat(netbox.get(MACHINES + alien + "/").json().path("description").asText()).isEmpty();
    netbox.delete(MACHINES + alien + "/");
    String process = "/api/v1/processes/" + failed.path("id").asText();
    assertThat(as("operator").post(process + "/resume", Map.of()).status()).isEqualTo(202);
    recorded(taken, 1);
    as("operator").delete(taken);
    ended(taken, "DELETED");
    recorded(taken, 0);
  }

  @Test
  void nothingIsRecordedOfWhatIsNotThere() {
    Answer answer =
        as("operator")
            .post(
                "/api/v1/workflows/record-infrastructure",
                Map.of("deployment_id", "5f3b8c1e-0a57-4c59-9d0e-3f1f6a2f9b11"));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
  }

  /** Waits until NetBox was told of so many machines. */
  private void recorded(String deployment, int machines) {
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () -> {
              JsonNode now = as("viewer").get(deployment).json();
              assertThat(now.at("/metadata/netbox/virtual_machines").asInt(-1))
                  .as(now.toPrettyString())
                  .isEqualTo(machines);
            });
  }

  private void recordAgain(String deployment) {
    Answer started =
        as("operator")
            .post(
                "/api/v1/workflows/record-infrastructure", Map.of("deployment_id", id(deployment)));
    assertThat(started.status()).as(started.toString()).isEqualTo(202);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(
                        as("viewer").get(started.header("Location")).json().path("status").asText())
                    .isEqualTo("completed"));
  }

  private JsonNode awaitProcess(String deployment, String status) {
    String list = "/api/v1/processes?workflow=record-infrastructure&status=" + status;
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(as("viewer").get(list).json().path("items"))
                    .as(deployment)
                    .isNotEmpty());
    String process = as("viewer").get(list).json().at("/items/0/id").asText();
    return as("viewer").get("/api/v1/processes/" + process).json();
  }

  /** Name and address of each server that Caravan has. */
  private Map<String, String> standing(String deployment) {
    Map<String, String> servers = new TreeMap<>();
    as("viewer")
        .get(deployment)
        .json()
        .at("/resources/vms")
        .forEach(vm -> servers.put(vm.path("name").asText(), vm.path("ip").asText() + "/22"));
    return servers;
  }

  /** Name and primary address of each machine that NetBox has. */
  private Map<String, String> shown(String deployment) {
    Map<String, String> machines = new TreeMap<>();
    machines(deployment)
        .forEach(
            machine ->
                machines.put(
                    machine.path("name").asText(), machine.at("/primary_ip4/address").asText()));
    return machines;
  }

  private List<JsonNode> machines(String deployment) {
    List<JsonNode> machines = new ArrayList<>();
    netbox.get(MACHINES + "?" + mark(deployment)).json().path("results").forEach(machines::add);
    return machines;
  }

  private Map<String, Integer> marked(String deployment) {
    String mark = mark(deployment);
    return Map.of(
        "machines", count(MACHINES, mark),
        "interfaces", count("/api/virtualization/interfaces/", mark),
        "addresses", count("/api/ipam/ip-addresses/", mark),
        "vrfs", count("/api/ipam/vrfs/", mark));
  }

  private int count(String list, String query) {
    return netbox.get(list + "?" + query).json().path("count").asInt(-1);
  }

  private static String mark(String deployment) {
    return "description=caravan+" + id(deployment);
  }

  private static String id(String deployment) {
    return deployment.substring(deployment.lastIndexOf('/') + 1);
  }

  private long writes() {
    return netbox.get("/sandbox/requests").json().path("requests").properties().stream()
        .filter(each -> !each.getKey().startsWith("GET "))
        .mapToLong(each -> each.getValue().asLong())
        .sum();
  }

  /** A machine that somebody else keeps in the cluster. */
  private long foreignMachine(String name) {
    long type = idOf(TYPES, "slug=openstack", Map.of("name", "OpenStack", "slug", "openstack"));
    long cluster = idOf(CLUSTERS, "name=sandbox", Map.of("name", "sandbox", "type", type));
    long machine =
        netbox.post(MACHINES, Map.of("name", name, "cluster", cluster)).json().path("id").asLong();
    foreign.add(MACHINES + machine + "/");
    return machine;
  }

  private long idOf(String list, String query, Map<String, ?> otherwise) {
    JsonNode found = netbox.get(list + "?" + query).json().at("/results/0/id");
    return found.isMissingNode()
        ? netbox.post(list, otherwise).json().path("id").asLong()
        : found.asLong();
  }
}
