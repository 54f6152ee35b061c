package dev.caravan.deviceimport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.netbox.NetBoxRequest;
import dev.caravan.sandbox.netbox.SandboxNetBox;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What an update takes away, what it leaves, and what it says of both. */
class UpdateStoryTest {

  private static final String PATH = "device-types/U1/a.yaml";
  private static final String MODULE = "module-types/U1/m.yaml";

  private static final String PLAIN =
      """
      manufacturer: U1
      model: Hand
      slug: u1-hand
      interfaces:
        - {name: e0, type: 1000base-t}
      """;

  private static final String LINKED =
      """
      manufacturer: U1
      model: Links
      slug: u1-links
      interfaces:
        - {name: br0, type: bridge}
        - {name: e0, type: 1000base-t, bridge: br0}
      power-ports:
        - {name: P1, type: iec-60320-c14}
      power-outlets:
        - {name: O1, type: iec-60320-c13, power_port: P1}
        - {name: O2, type: iec-60320-c13}
      inventory-items:
        - {name: I1, manufacturer: U1, role: Fan, part_id: a}
      front-ports:
        - {name: F1, type: lc}
      rear-ports:
        - {name: R1, type: lc}
      port-mappings:
        - {front_port: F1, rear_port: R1}
      """;

  private static final String UNLINKED =
      """
      manufacturer: U1
      model: Links
      slug: u1-links
      interfaces:
        - {name: br0, type: bridge}
        - {name: e0, type: 1000base-t}
      power-ports:
        - {name: P1, type: iec-60320-c14}
      power-outlets:
        - {name: O1, type: iec-60320-c13}
        - {name: O2, type: iec-60320-c13, power_port: P1}
      inventory-items:
        - {name: I1, part_id: a}
      front-ports:
        - {name: F1, type: lc}
      rear-ports:
        - {name: R1, type: lc}
      """;

  private SandboxNetBox netbox = SandboxNetBox.start("4.7.3", 0);

  @AfterEach
  void stop() {
    netbox.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.2.9", "4.4.10", "4.7.3"})
  void whatPeopleWroteIsLeftAndTold(String version) {
    start(version);
    updating(PATH, PLAIN);
    byHand(
        "dcim/device-types",
        type ->
            type.put("comments", "mine")
                .put("description", "mine")
                .put("part_number", "PN")
                .put("airflow", "front-to-rear")
                .put("is_full_depth", false)
                .put("u_height", 3));
    byHand(
        "dcim/interface-templates",
        e0 -> e0.put("label", "uplink").put("description", "mine").put("mgmt_only", true));

    Lab update = updating(PATH, PLAIN);

    JsonNode type = one("dcim/device-types", "");
    assertThat(type.path("comments").asText()).isEqualTo("mine");
    assertThat(type.path("description").asText()).isEqualTo("mine");
    assertThat(type.path("part_number").asText()).isEqualTo("PN");
    assertThat(type.at("/airflow/value").asText()).isEqualTo("front-to-rear");
    assertThat(type.path("is_full_depth").asBoolean()).isFalse();
    assertThat(type.path("u_height").decimalValue()).isEqualByComparingTo("3");
    JsonNode e0 = one("dcim/interface-templates", "name=e0");
    assertThat(e0.path("label").asText()).isEqualTo("uplink");
    assertThat(e0.path("mgmt_only").asBoolean()).isTrue();
    assertThat(update.outcome(PATH)).isEqualTo("unchanged");
    assertThat(update.netbox.sent).doesNotContainKeys("POST", "PATCH", "DELETE");
    assertThat(update.problems())
        .hasSize(9)
        .allMatch(problem -> problem.contains("left as it stands"))
        .anyMatch(problem -> problem.contains("/interfaces/0/label: NetBox says \"uplink\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.2.9", "4.4.10", "4.7.3"})
  void whatAnImportWroteGoesWithTheLibrary(String version) {
    start(version);
    updating(
        PATH,
        """
        manufacturer: U1
        model: Hand
        slug: u1-hand
        comments: ours
        part_number: OURS
        airflow: front-to-rear
        is_full_depth: false
        weight: 2.5
        weight_unit: kg
        interfaces:
          - {name: e0, type: 1000base-t, label: l, mgmt_only: true, enabled: false, poe_mode: pd}
        """);
    byHand("dcim/device-types", type -> type.put("comments", "ours, and mine"));

    Lab update = updating(PATH, PLAIN);

    JsonNode type = one("dcim/device-types", "");
    assertThat(type.path("comments").asText()).isEqualTo("ours, and mine");
    assertThat(type.path("part_number").asText()).isEmpty();
    assertThat(type.path("airflow").isNull()).isTrue();
    assertThat(type.path("is_full_depth").asBoolean()).isTrue();
    assertThat(type.path("weight").isNull()).isTrue();
    JsonNode e0 = one("dcim/interface-templates", "name=e0");
    assertThat(e0.path("label").asText()).isEmpty();
    assertThat(e0.path("mgmt_only").asBoolean()).isFalse();
    assertThat(e0.path("enabled").asBoolean()).isTrue();
    assertThat(e0.path("poe_mode").isNull()).isTrue();
    assertThat(update.outcome(PATH)).isEqualTo("updated");
    assertThat(update.problems())
        .anyMatch(problem -> problem.contains("/part_number: An earlier import wrote \"OURS\""))
        .anyMatch(problem -> problem.contains("/comments: NetBox says \"ours, and mine\""));
    Lab again = updating(PATH, PLAIN);
    assertThat(again.outcome(PATH)).isEqualTo("unchanged");
    assertThat(again.problems()).hasSize(1);
  }

  @Test
  void whatPeopleWroteKeepsWhatItNeeds() {
    updating(PATH, PLAIN + "weight: 2.5\nweight_unit: kg\n");
    byHand("dcim/device-types", type -> type.put("weight", 3));

    Lab update = updating(PATH, PLAIN);

    assertThat(update.outcome(PATH)).isEqualTo("unchanged");
    assertThat(one("dcim/device-types", "").at("/weight_unit/value").asText()).isEqualTo("kg");
  }

  /** As after an upgrade from a version that kept only journals and definitions. */
  @Test
  void whatOlderImportsWroteIsLearntFromTheirJournals() {
    updating(PATH, LINKED + "part_number: OURS\n");
    Lab lab = updating(PATH, LINKED.replace("part_id: a", "part_id: b") + "part_number: OURS\n");
    byHand("dcim/device-types", type -> type.put("comments", "mine"));
    lab.forgetWhatWasWritten();
    lab.learnFromOlderImports();

    Lab update = updating(PATH, UNLINKED.replace("part_id: a", "label: x"));

    assertThat(update.outcome(PATH)).isEqualTo("updated");
    assertThat(one("dcim/device-types", "").path("part_number").asText()).isEmpty();
    assertThat(one("dcim/device-types", "").path("comments").asText()).isEqualTo("mine");
    assertThat(one("dcim/interface-templates", "name=e0").path("bridge").isNull()).isTrue();
    assertThat(one("dcim/power-outlet-templates", "name=O1").path("power_port").isNull()).isTrue();
    assertThat(one("dcim/front-port-templates", "name=F1").path("rear_ports")).isEmpty();
    JsonNode item = one("dcim/inventory-item-templates", "name=I1");
    assertThat(item.path("part_id").asText()).isEmpty();
    assertThat(item.path("manufacturer").isNull()).isTrue();
  }

  @Test
  void whatWasTakenBackIsTheEarlierImports() {
    updating(PATH, PLAIN + "comments: ours\n");
    Lab refused =
        updating(
            PATH, PLAIN + "  - {name: bad, type: no-such-type}\ncomments: never\npart_number: X\n");
    assertThat(refused.outcome(PATH)).isEqualTo("refused");
    assertThat(one("dcim/device-types", "").path("comments").asText()).isEqualTo("ours");

    Lab update = updating(PATH, PLAIN);

    assertThat(update.outcome(PATH)).isEqualTo("updated");
    assertThat(one("dcim/device-types", "").path("comments").asText()).isEmpty();
  }

  @Test
  void linksGoWithTheLibrary() {
    updating(PATH, LINKED);

    Lab update = updating(PATH, UNLINKED);

    assertThat(update.outcome(PATH)).isEqualTo("updated");
    assertThat(one("dcim/interface-templates", "name=e0").path("bridge").isNull()).isTrue();
    assertThat(one("dcim/power-outlet-templates", "name=O1").path("power_port").isNull()).isTrue();
    assertThat(one("dcim/power-outlet-templates", "name=O2").at("/power_port/name").asText())
        .isEqualTo("P1");
    JsonNode item = one("dcim/inventory-item-templates", "name=I1");
    assertThat(item.path("manufacturer").isNull()).isTrue();
    assertThat(item.path("role").isNull()).isTrue();
    assertThat(one("dcim/front-port-templates", "name=F1").path("rear_ports")).isEmpty();
    Lab again = updating(PATH, UNLINKED);
    assertThat(again.outcome(PATH)).isEqualTo("unchanged");
    assertThat(again.problems()).isEmpty();
    assertThat(updating(PATH, LINKED).outcome(PATH)).isEqualTo("updated");
    assertThat(one("dcim/front-port-templates", "name=F1").path("rear_ports")).hasSize(1);
  }

  @Test
  void linksThatPeopleMadeAreLeft() {
    updating(PATH, UNLINKED);
    long manufacturer = one("dcim/manufacturers", "").path("id").asLong();
    long rear = one("dcim/rear-port-templates", "").path("id").asLong();
    byHand("dcim/inventory-item-templates", item -> item.put("manufacturer", manufacturer));
    byHand(
        "dcim/front-port-templates",
        port ->
            port.putArray("rear_ports")
                .addObject()
                .put("position", 1)
                .put("rear_port", rear)
                .put("rear_port_position", 1));

    Lab update = updating(PATH, UNLINKED);

    assertThat(update.outcome(PATH)).isEqualTo("unchanged");
    assertThat(update.problems()).hasSize(2).allMatch(each -> each.contains("left as it stands"));
    assertThat(one("dcim/front-port-templates", "name=F1").path("rear_ports")).hasSize(1);
  }

  @Test
  void profileAndAttributesOfModuleTypesAreCompared() {
    updating(MODULE, fan("{rpm: 1000, vendor: x}"));

    assertThat(updating(MODULE, fan("{rpm: 1000, vendor: x}")).outcome(MODULE))
        .isEqualTo("unchanged");
    assertThat(updating(MODULE, fan("{rpm: 2000, vendor: x}")).outcome(MODULE))
        .isEqualTo("updated");
    assertThat(one("dcim/module-types", "").at("/attributes/rpm").asInt()).isEqualTo(2000);

    byHand("dcim/module-types", type -> type.putObject("attributes").put("noise", "low"));
    Lab fewer = updating(MODULE, fan("{rpm: 2000}"));

    assertThat(fewer.outcome(MODULE)).isEqualTo("updated");
    JsonNode type = one("dcim/module-types", "");
    assertThat(type.at("/profile/name").asText()).isEqualTo("Fan");
    assertThat(type.path("attributes"))
        .isEqualTo(LabDatabase.JSON.valueToTree(Map.of("noise", "low", "rpm", 2000)));
    assertThat(updating(MODULE, fan("{rpm: 2000}")).outcome(MODULE)).isEqualTo("unchanged");
  }

  @Test
  void componentsThatOnlyNetBoxHasAreNamedAndLeft() {
    updating(PATH, PLAIN + "  - {name: e1, type: 1000base-t}\n");
    assertThat(
            netboxApi()
                .send(
                    NetBoxRequest.post(
                        "dcim/console-port-templates",
                        LabDatabase.JSON
                            .createArrayNode()
                            .add(
                                LabDatabase.JSON
                                    .createObjectNode()
                                    .put("name", "con9")
                                    .put(
                                        "device_type",
                                        one("dcim/device-types", "").path("id").asLong()))))
                .ok())
        .isTrue();

    Lab update = updating(PATH, PLAIN + "  - {name: eth1, type: 1000base-t}\n");

    assertThat(update.outcome(PATH)).isEqualTo("updated");
    assertThat(update.problems())
        .containsExactly(
            PATH
                + " /console-ports: \"con9\" is in NetBox only: no import made it, and the library"
                + " doesn't have it",
            PATH
                + " /interfaces: \"e1\" is in NetBox only: an earlier import made it, the library"
                + " has it no longer");
    assertThat(new SandboxControl(netbox.url()).count("dcim/interface-templates")).isEqualTo(3);
  }

  @Test
  void aDryRunSaysTheSame() {
    updating(PATH, LINKED);
    String next = UNLINKED.replace("name: P1, type: iec-60320-c14", "name: P1, label: x");

    Lab dry = importing(PATH, next, true);
    Lab update = importing(PATH, next, false);

    assertThat(dry.outcome(PATH)).isEqualTo("planned");
    assertThat(dry.netbox.sent).doesNotContainKeys("POST", "PATCH", "DELETE");
    assertThat(dry.plan(PATH)).isEqualTo(update.plan(PATH));
    assertThat(dry.plan(PATH).at("/components/interfaces/e0/after/bridge").isNull()).isTrue();
    assertThat(dry.problems())
        .hasSize(6)
        .isEqualTo(update.problems())
        .anyMatch(each -> each.contains("/bridge: An earlier import wrote \"br0\""));
  }

  private static String fan(String attributes) {
    return "{manufacturer: U1, model: M, profile: Fan, attributes: " + attributes + "}";
  }

  private void start(String version) {
    netbox.close();
    netbox = SandboxNetBox.start(version, 0);
  }

  private NetBoxOverHttp netboxApi() {
    return new NetBoxOverHttp(netbox.url(), SandboxNetBox.TOKEN);
  }

  /** A person changes the only object there, or the first. */
  private void byHand(String path, Consumer<ObjectNode> change) {
    ObjectNode body = LabDatabase.JSON.createObjectNode();
    body.put("id", new SandboxControl(netbox.url()).objects(path, "").at("/0/id").asLong());
    change.accept(body);
    assertThat(
            netboxApi()
                .send(NetBoxRequest.patch(path, LabDatabase.JSON.createArrayNode().add(body)))
                .status())
        .isEqualTo(200);
  }

  private Lab updating(String path, String yaml) {
    return importing(path, yaml, false);
  }

  private Lab importing(String path, String yaml, boolean dryRun) {
    Lab lab = new Lab(netboxApi());
    lab.inputs = Map.of("commit", "c0ffee", "existing", "update", "dry_run", dryRun);
    lab.define(path, LabDatabase.JSON.valueToTree(new Yaml().load(yaml)));
    lab.compare();
    if (!dryRun) {
      lab.write();
    }
    return lab;
  }

  private JsonNode one(String path, String query) {
    JsonNode found = new SandboxControl(netbox.url()).objects(path, query);
    assertThat(List.of(found)).as(path).allMatch(list -> list.size() == 1);
    return found.get(0);
  }
}
