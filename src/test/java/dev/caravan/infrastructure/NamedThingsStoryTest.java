package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.Answer;
import dev.caravan.story.HttpCaller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a template names is taken by id or by name, and never one of several. */
class NamedThingsStoryTest extends CloudStory {

  private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

  @Test
  void anImageThatIsMeantTwiceIsRefusedWithItsIds() {
    String first = image("dup-img", true, Map.of());
    image("dup-img", false, Map.of());
    String second = image("dup-img", true, Map.of());
    image("DUP-IMG", true, Map.of());

    JsonNode failed = planned("two-images", Map.of("image", "dup-img"), "FAILED");

    assertThat(failed.at("/error/message").asText())
        .startsWith("Image dup-img could be any of 2: ")
        .contains(first, second)
        .endsWith("Name the one that is meant by its id.");
    assertThat(cloud.standing("demo")).isEmpty();

    JsonNode chosen = planned("by-id", Map.of("image", first), "COMPLETED");
    assertThat(chosen.at("/plan/images/" + first + "/id").asText()).isEqualTo(first);
  }

  @Test
  void onlyActiveImagesAreTaken() {
    String queued = image("fresh", false, Map.of());
    for (String named : List.of("fresh", queued)) {
      JsonNode failed = planned("queued-" + named.length(), Map.of("image", named), "FAILED");
      assertThat(failed.at("/error/message").asText())
          .isEqualTo("Image %s is not active: %s is queued.".formatted(named, queued));
    }

    String good = image("fresh", true, Map.of());
    String note = "Image fresh: %s is taken; not active, and so left out: %s is queued.";
    JsonNode done = planned("active", Map.of("image", "fresh"), "COMPLETED");
    assertThat(done.at("/plan/images/fresh/id").asText()).isEqualTo(good);
    assertThat(done.at("/plan/notes/0").asText()).isEqualTo(note.formatted(good, queued));
    assertThat(events(done)).contains("noted: " + note.formatted(good, queued));

    cloudAdmin().post("/image/v2/images/" + good + "/actions/deactivate", Map.of());
    JsonNode gone = planned("deactivated", Map.of("image", "fresh"), "FAILED");
    assertThat(gone.at("/error/message").asText()).contains(good + " is deactivated");
  }

  @Test
  void anImageThatIsTooLargeForItsFlavorIsRefused() {
    image("large", true, Map.of("min_ram", 1024, "min_disk", 10));

    JsonNode failed = planned("small", Map.of("image", "large"), "FAILED");

    assertThat(failed.at("/error/message").asText())
        .isEqualTo(
            "Flavor m1.tiny has 512 MB of memory, and image large wants 1024."
                + " Flavor m1.tiny has a disk of 1 GB, and image large wants 10.");
    planned("larger", Map.of("image", "large", "flavor", "m1.small"), "COMPLETED");
  }

  @Test
  void flavorsAreTakenByIdOrByName() {
    JsonNode byId = planned("flavor", Map.of("flavor", "2"), "COMPLETED");
    assertThat(byId.at("/plan/flavors/2/name").asText()).isEqualTo("m1.small");
    JsonNode failed = planned("no-flavor", Map.of("flavor", "M1.TINY"), "FAILED");
    assertThat(failed.at("/error/message").asText())
        .isEqualTo("Flavor M1.TINY could not be found.");
  }

  @Test
  void externalNetworksAreTakenByIdOrByName() {
    String only = external("outside");
    JsonNode byName = planned("out-name", Map.of("external_network", "outside"), "COMPLETED");
    assertThat(byName.at("/plan/external_networks/outside/id").asText()).isEqualTo(only);
    String deployment =
        deployed("out-id", template(Map.of("external_network", only)), "sandbox", Map.of());
    ended(deployment, "COMPLETED");
    assertThat(cloud.list("demo", "/networking/v2.0/routers").findValuesAsText("network_id"))
        .containsExactly(only);

    String other = external("outside");
    JsonNode failed = planned("out-two", Map.of("external_network", "outside"), "FAILED");
    assertThat(failed.at("/error/message").asText())
        .startsWith("External network outside could be any of 2: ")
        .contains(only, other);
    for (String wrong : List.of(NOBODY, "OUTSIDE", network("inside"))) {
      JsonNode none =
          planned(
              "out-" + wrong.substring(0, 3).toLowerCase(Locale.ROOT),
              Map.of("external_network", wrong),
              "FAILED");
      assertThat(none.at("/error/message").asText())
          .isEqualTo("External network %s could not be found.".formatted(wrong));
    }
    as("operator").delete(deployment);
    ended(deployment, "DELETED");
  }

  @Test
  void subnetsDoNotOverlapTheNetworkThatTheirRouterLeadsTo() {
    Map<String, ?> shared = Map.of("name", "seen", "router:external", true, "shared", true);
    String seen = made(cloudAdmin().post("/networking/v2.0/networks", Map.of("network", shared)));
    Map<String, ?> subnet = Map.of("network_id", seen, "ip_version", 4, "cidr", "172.30.0.0/24");
    cloudAdmin().post("/networking/v2.0/subnets", Map.of("subnet", subnet));

    JsonNode failed =
        planned("overlap", Map.of("external_network", "seen", "cidr", "172.30.0.0/25"), "FAILED");

    assertThat(failed.at("/error/message").asText())
        .isEqualTo("Subnet main (172.30.0.0/25) overlaps 172.30.0.0/24 of external network seen.");
  }

  @Test
  void zonesAndKeyPairsAreThere() {
    planned("zone", Map.of("availability_zone", "nova"), "COMPLETED");

    JsonNode failed =
        planned("no-zone", Map.of("availability_zone", "Nova", "key_pair", "lost"), "FAILED");

    assertThat(failed.at("/error/message").asText())
        .isEqualTo(
            "Key pair lost could not be found."
                + " Availability zone Nova is not available; there are nova.");
  }

  @Test
  void aServerGroupHoldsAllWhoAreToBeApart() {
    JsonNode failed = planned("apart", Map.of("anti_affinity", true, "count", 51), "FAILED");

    assertThat(failed.at("/error/message").asText())
        .isEqualTo(
            "Quota exceeded for members of a server group:"
                + " type server has 51 servers with anti_affinity, of 50");
  }

  private String image(String name, boolean filled, Map<String, ?> more) {
    HttpCaller demo = cloud.logIn("demo");
    Map<String, Object> body =
        new HashMap<>(Map.of("name", name, "disk_format", "raw", "container_format", "bare"));
    body.putAll(more);
    String id = demo.post("/image/v2/images", body).json().path("id").asText();
    if (filled) {
      Answer sent = demo.send("PUT", "/image/v2/images/" + id + "/file", Map.of());
      assertThat(sent.status()).isEqualTo(204);
    }
    return id;
  }

  private HttpCaller cloudAdmin() {
    return cloud.logIn("admin");
  }

  private String external(String name) {
    Map<String, ?> network = Map.of("name", name, "router:external", true);
    return made(cloudAdmin().post("/networking/v2.0/networks", Map.of("network", network)));
  }

  private String network(String name) {
    Map<String, ?> network = Map.of("network", Map.of("name", name));
    return made(cloud.logIn("demo").post("/networking/v2.0/networks", network));
  }

  private static String made(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return answer.json().at("/network/id").asText();
  }

  private JsonNode planned(String name, Map<String, ?> fields, String status) {
    Answer answer =
        as("operator")
            .post(
                "/api/v1/deployments",
                Map.of(
                    "name",
                    name,
                    "template",
                    template(fields),
                    "cloud_region",
                    "sandbox",
                    "dry_run",
                    true));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    return ended(answer.header("Location"), status);
  }

  private String template(Map<String, ?> fields) {
    Map<String, Object> server =
        new HashMap<>(Map.of("count", 1, "flavor", "m1.tiny", "image", "cirros", "subnet", "main"));
    server.putAll(fields);
    String cidr = fields.containsKey("cidr") ? String.valueOf(fields.get("cidr")) : "10.20.0.0/22";
    Map<String, Object> network = new HashMap<>(Map.of("cidr", cidr));
    network.put("subnets", Map.of("main", Map.of("cidr", cidr)));
    Object external = server.remove("external_network");
    if (external != null) {
      network.put("router", Map.of("external_network", external));
    }
    server.remove("cidr");
    Answer answer =
        as("developer")
            .post(
                "/api/v1/templates",
                Map.of(
                    "name",
                    "of-names",
                    "parameters",
                    Map.of("type", "object"),
                    "network_config",
                    network,
                    "vm_config",
                    Map.of("server", server)));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return "of-names";
  }

  private List<String> events(JsonNode deployment) {
    List<String> events = new ArrayList<>();
    String path = "/api/v1/deployments/" + deployment.path("id").asText() + "/events?limit=100";
    for (JsonNode event : as("viewer").get(path).json().path("items")) {
      events.add(event.path("type").asText() + ": " + event.path("message").asText());
    }
    return events;
  }
}
