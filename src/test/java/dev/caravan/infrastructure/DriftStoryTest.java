package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.openstack.Conversation;
import dev.caravan.story.Answer;
import dev.caravan.story.HttpCaller;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What others do to a cloud behind Caravan's back is found, said, and mended where wanted. */
class DriftStoryTest extends CloudStory {

  @Autowired DeploymentStore deployments;
  @Autowired private DriftSteps checks;
  @Autowired private DriftMetrics metrics;
  @Autowired private MeterRegistry meters;
  @Autowired private ProducerTemplate camel;
  @Autowired private JdbcClient jdbc;

  @Test
  void findsNothingWhereNothingWasChanged() {
    String shop = deployed("calm", "web-app-stack", "sandbox", Map.of());
    ended(shop, "COMPLETED");

    JsonNode drift = checked(shop, false);

    assertThat(drift.path("in_sync").asBoolean()).as(drift.toPrettyString()).isTrue();
    assertThat(drift.path("checked_at").asText()).isNotEmpty();
  }

  @Test
  void saysEverythingThatDiffers() {
    String shop = deployed("drifty", "web-app-stack", "sandbox", Map.of());
    JsonNode resources = ended(shop, "COMPLETED").path("resources");
    HttpCaller demo = cloud.logIn("demo");
    demo.delete("/compute/v2.1/servers/" + vm(resources, "drifty-app-2"));
    gone(demo, vm(resources, "drifty-app-2"));
    String network = resources.path("network_id").asText();
    String router = resources.path("router_id").asText();
    String id = id(shop);
    demo.post(
        "/networking/v2.0/ports",
        Map.of("port", Map.of("network_id", network, "name", "somebody's")));
    demo.post(
        "/networking/v2.0/networks",
        Map.of(
            "network", Map.of("name", "twin", "description", "caravan %s %s".formatted(id, id))));
    String group = resources.path("security_group_ids").path(0).asText();
    demo.post(
        "/networking/v2.0/security-group-rules",
        Map.of(
            "security_group_rule",
            Map.of(
                "security_group_id",
                group,
                "direction",
                "ingress",
                "ethertype",
                "IPv4",
                "protocol",
                "udp",
                "port_range_min",
                53,
                "port_range_max",
                53)));
    demo.send(
        "PUT",
        "/networking/v2.0/routers/%s/remove_router_interface".formatted(router),
        Map.of("subnet_id", subnetOf(resources, demo, "drifty-db")));

    JsonNode drift = checked(shop, false);

    List<String> found = new ArrayList<>();
    drift
        .path("findings")
        .forEach(
            each ->
                found.add(
                    "%s %s %s"
                        .formatted(
                            each.path("problem").asText(),
                            each.path("kind").asText(),
                            each.path("name").asText())));
    assertThat(found)
        .contains(
            "missing server app-2",
            "missing router_interface db",
            "foreign port somebody's",
            "orphan network twin")
        .anyMatch(each -> each.startsWith("foreign security_group_rules"))
        .hasSize(5);
    assertThat(as("viewer").get(shop).json().path("status").asText()).isEqualTo("COMPLETED");
  }

  private static String subnetOf(JsonNode resources, HttpCaller demo, String name) {
    for (JsonNode id : resources.path("subnet_ids")) {
      JsonNode subnet = demo.get("/networking/v2.0/subnets/" + id.asText()).json();
      if (subnet.at("/subnet/name").asText().equals(name)) {
        return id.asText();
      }
    }
    throw new AssertionError("no subnet " + name);
  }

  @Test
  void makesAgainWhatIsMissingAsItWas() {
    String shop = deployed("mended", "web-app-stack", "sandbox", Map.of());
    JsonNode before = ended(shop, "COMPLETED").path("resources");
    HttpCaller demo = cloud.logIn("demo");
    String kept = vm(before, "mended-web-1");
    // One server with its port, one server without, and the port of a server that stays.
    demo.delete("/compute/v2.1/servers/" + vm(before, "mended-app-1"));
    demo.delete("/compute/v2.1/servers/" + vm(before, "mended-app-2"));
    gone(demo, vm(before, "mended-app-1"));
    gone(demo, vm(before, "mended-app-2"));
    demo.delete("/networking/v2.0/ports/" + port(demo, "mended-app-2"));
    demo.delete("/networking/v2.0/ports/" + port(demo, "mended-web-1"));

    JsonNode drift = checked(shop, true);

    assertThat(drift.path("in_sync").asBoolean()).as(drift.toPrettyString()).isTrue();
    JsonNode after = as("viewer").get(shop).json().path("resources");
    assertThat(addresses(after)).isEqualTo(addresses(before));
    assertThat(vm(after, "mended-web-1")).isEqualTo(kept);
    assertThat(vm(after, "mended-app-1")).isNotEqualTo(vm(before, "mended-app-1"));
    assertThat(cloud.standing("demo")).hasSize(6 + 1 + 3 + 1 + 3 + 6 + 3).doesNotHaveDuplicates();
  }

  @Test
  void aRepairThatTheCloudRefusesKeepsWhatItMadeAndSaysWhy() {
    String shop = deployed("stuck", "one-network", "tiny", Map.of("count", 2));
    JsonNode before = ended(shop, "COMPLETED").path("resources");
    HttpCaller tiny = cloud.logIn("tiny");
    for (String name : List.of("stuck-server-1", "stuck-server-2")) {
      tiny.delete("/compute/v2.1/servers/" + vm(before, name));
      gone(tiny, vm(before, name));
    }
    String other = deployed("other", "one-network", "tiny", Map.of("count", 1));
    ended(other, "COMPLETED");

    as("operator").post(shop + "/check", Map.of("repair", true));
    JsonNode now = free(shop);

    assertThat(now.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(now.at("/error/type").asText()).isEqualTo("QUOTA");
    as("operator").delete(other);
    ended(other, "DELETED");
    JsonNode drift = checked(shop, true);
    assertThat(drift.path("in_sync").asBoolean()).as(drift.toPrettyString()).isTrue();
  }

  @Test
  void theScheduleChecksAllDeploymentsByOneSetOfLists() {
    String first = deployed("first", "one-network", "sandbox", Map.of("count", 2));
    String second = deployed("second", "one-network", "sandbox", Map.of("count", 1));
    String third = deployed("third", "one-network", "sandbox", Map.of("count", 1));
    JsonNode lost = ended(second, "COMPLETED").path("resources");
    ended(first, "COMPLETED");
    ended(third, "COMPLETED");
    as("operator").delete(third);
    ended(third, "DELETED");
    HttpCaller demo = cloud.logIn("demo");
    demo.delete("/compute/v2.1/servers/" + vm(lost, "second-server-1"));
    gone(demo, vm(lost, "second-server-1"));
    int before = listings();

    checkAll();

    // Five lists of each cloud that any deployment is on, those of other tests included.
    long clouds =
        deployments.clouds().stream()
            .filter(each -> !each.equals(SilentCloudStoryTest.ANOTHER_SIMULATORS))
            .count();
    assertThat(listings() - before).isEqualTo((int) (5 * clouds));
    assertThat(as("viewer").get(first).json().at("/drift/in_sync").asBoolean()).isTrue();
    JsonNode drift = as("viewer").get(second).json().path("drift");
    assertThat(drift.path("in_sync").asBoolean()).isFalse();
    assertThat(drift.at("/findings/0/message").asText()).contains("server-1", "not there any more");
    assertThat(as("viewer").get(third).json().path("drift").isNull()).isTrue();
    metrics.count();
    assertThat(meters.get("caravan.infrastructure.drift").tag("problem", "missing").gauge().value())
        .isGreaterThanOrEqualTo(1);
  }

  @Test
  void serversThatCarryTheMarkAsMetadataGoWithTheirDeploymentAndNoOthers() {
    String shop = deployed("orphaned", "one-network", "sandbox", Map.of("count", 1));
    ended(shop, "COMPLETED");
    HttpCaller demo = cloud.logIn("demo");
    String ours = unrecorded(demo, id(shop));
    String others = unrecorded(demo, "5f3b8c1e-0a57-4c59-9d0e-3f1f6a2f9b11");

    assertThat(checked(shop, false).toString()).contains("orphan", ours).doesNotContain(others);
    assertThat(demo.get("/compute/v2.1/servers/" + ours).status()).isEqualTo(200);
    as("operator").delete(shop);
    ended(shop, "DELETED");

    gone(demo, ours);
    stands(demo, others);
    assertThat(messages(shop))
        .anyMatch(each -> each.contains(ours) && each.contains("to be removed with it"));
  }

  @Test
  void whatIsFoundOfADeletedDeploymentIsSweptByTheSchedule() {
    String shop = deployed("swept", "one-network", "sandbox", Map.of("count", 1));
    ended(shop, "COMPLETED");
    as("operator").delete(shop);
    ended(shop, "DELETED");
    HttpCaller demo = cloud.logIn("demo");
    String late = unrecorded(demo, id(shop));
    String word = unrecorded(demo, "blue");
    String unknown = unrecorded(demo, "5f3b8c1e-0a57-4c59-9d0e-3f1f6a2f9b11");

    checkAll();

    gone(demo, late);
    stands(demo, word);
    stands(demo, unknown);
    assertThat(messages(shop))
        .anyMatch(each -> each.contains(late) && each.contains("the cloud was asked to remove it"));
  }

  @Test
  void nothingOfADeploymentThatStandsIsSweptAndNoServerOfAnother() {
    String standing = deployed("stands", "one-network", "sandbox", Map.of("count", 1));
    ended(standing, "COMPLETED");
    String other = deployed("goes", "one-network", "sandbox", Map.of("count", 1));
    ended(other, "COMPLETED");
    HttpCaller demo = cloud.logIn("demo");
    String late = unrecorded(demo, id(standing));
    String mistaken = server(standing, "stands-server-1");
    // Somebody took the tags away and wrote the other deployment's id on it.
    Answer untagged =
        demo.with("OpenStack-API-Version", "compute 2.64")
            .delete("/compute/v2.1/servers/" + mistaken + "/tags");
    assertThat(untagged.status()).as(untagged.toString()).isEqualTo(204);
    Answer written =
        demo.post(
            "/compute/v2.1/servers/" + mistaken + "/metadata",
            Map.of("metadata", Map.of("deployment_id", id(other))));
    assertThat(written.status()).as(written.toString()).isEqualTo(200);

    as("operator").delete(other);
    ended(other, "DELETED");
    checkAll();

    stands(demo, mistaken);
    stands(demo, late);
  }

  @Test
  void aRepairThatWouldMakeVeryManyServersIsToBeConfirmed() {
    String much = deployed("manylost", "one-network", "sandbox", Map.of("count", 7));
    ended(much, "COMPLETED");
    HttpCaller demo = cloud.logIn("demo");
    List<String> lost =
        IntStream.rangeClosed(1, 6).mapToObj(n -> server(much, "manylost-server-" + n)).toList();
    lost.forEach(each -> demo.delete("/compute/v2.1/servers/" + each));
    lost.forEach(each -> gone(demo, each));

    checked(much, true);

    assertThat(messages(much)).anyMatch(each -> each.startsWith("This would make 6 of 7 servers"));
    assertThat(checked(much, false).toString()).contains("missing");
    as("operator").post(much + "/check", Map.of("repair", true, "confirm", true));
    free(much);
    assertThat(checked(much, false).path("in_sync").asBoolean()).isTrue();
  }

  private String server(String deployment, String name) {
    return vm(as("viewer").get(deployment).json().path("resources"), name);
  }

  private static String id(String deployment) {
    return deployment.substring(deployment.lastIndexOf('/') + 1);
  }

  private static void stands(HttpCaller demo, String server) {
    Answer answer = demo.get("/compute/v2.1/servers/" + server);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/server/OS-EXT-STS:task_state").asText()).isNotEqualTo("deleting");
  }

  /** As the schedule does it, whoever did it just now. */
  private void checkAll() {
    jdbc.sql("update caravan.cloud_watches set checked_at = null").update();
    for (Conversation talk : checks.all()) {
      camel.requestBody("direct:openstack.converse", talk);
    }
  }

  /** A server that nobody recorded, which carries a deployment's id as the specification has it. */
  private static String unrecorded(HttpCaller demo, String mark) {
    String flavor = demo.get("/compute/v2.1/flavors").json().at("/flavors/0/id").asText();
    String image = demo.get("/image/v2/images").json().at("/images/0/id").asText();
    Answer made =
        demo.post(
            "/compute/v2.1/servers",
            Map.of(
                "server",
                Map.of(
                    "name",
                    "unrecorded",
                    "flavorRef",
                    flavor,
                    "imageRef",
                    image,
                    "networks",
                    "none",
                    "metadata",
                    Map.of("deployment_id", mark))));
    assertThat(made.status()).as(made.toString()).isEqualTo(202);
    return made.json().at("/server/id").asText();
  }

  private List<String> messages(String deployment) {
    return as("viewer")
        .get(deployment + "/events?limit=200")
        .json()
        .path("items")
        .findValuesAsText("message");
  }

  private int listings() {
    int count = 0;
    for (Map.Entry<String, JsonNode> each : cloud.requests().properties()) {
      boolean list =
          each.getKey().startsWith("GET")
              && each.getKey().matches(".*/(networks|subnets|ports|routers|security-groups)");
      count += list ? each.getValue().asInt() : 0;
    }
    return count;
  }

  private JsonNode checked(String deployment, boolean repair) {
    Answer answer = as("operator").post(deployment + "/check", Map.of("repair", repair));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    assertThat(answer.json().path("operation").asText()).isEqualTo("check-infrastructure");
    JsonNode now = free(deployment);
    assertThat(now.path("error").isNull()).as(now.toPrettyString()).isTrue();
    return now.path("drift");
  }

  private void gone(HttpCaller user, String server) {
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> user.get("/compute/v2.1/servers/" + server).status() == 404);
  }

  private static String vm(JsonNode resources, String name) {
    for (JsonNode vm : resources.path("vms")) {
      if (vm.path("name").asText().equals(name)) {
        return vm.path("id").asText();
      }
    }
    throw new AssertionError("no server " + name);
  }

  private static List<String> addresses(JsonNode resources) {
    List<String> all = new ArrayList<>();
    resources
        .path("vms")
        .forEach(vm -> all.add(vm.path("name").asText() + " " + vm.path("ip").asText()));
    return all;
  }

  private static String port(HttpCaller user, String name) {
    return user.get("/networking/v2.0/ports?name=" + name).json().at("/ports/0/id").asText();
  }
}
