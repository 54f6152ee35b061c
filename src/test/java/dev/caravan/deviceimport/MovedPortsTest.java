package dev.caravan.deviceimport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.netbox.SandboxNetBox;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Front ports that the library maps to other rear ports than before. */
class MovedPortsTest {

  private static final String PATH = "device-types/U1/panel.yaml";

  private SandboxNetBox netbox = SandboxNetBox.start("4.7.3", 0);

  @AfterEach
  void stop() {
    netbox.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.2.9", "4.4.10", "4.7.3"})
  void moveToAnotherRearPort(String version) {
    start(version);
    updating(panel(1, "F1 R1 1", "F2 R2 1"));

    assertIs(updating(panel(1, "F1 R3 1", "F2 R1 1")), "F1 R3 1", "F2 R1 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.2.9", "4.4.10", "4.7.3"})
  void changePlaces(String version) {
    start(version);
    updating(panel(1, "F1 R1 1", "F2 R2 1", "F3 R3 1"));

    assertIs(updating(panel(1, "F1 R2 1", "F2 R3 1", "F3 R1 1")), "F1 R2 1", "F2 R3 1", "F3 R1 1");
    assertThat(widths()).containsOnly(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.2.9", "4.4.10", "4.7.3"})
  void gatherOnAWiderRearPort(String version) {
    start(version);
    updating(panel(1, "F1 R1 1", "F2 R2 1"));

    assertIs(updating(panel(2, "F1 R1 2", "F2 R1 1")), "F1 R1 2", "F2 R1 1");
    assertIs(updating(panel(1, "F1 R2 1", "F2 R1 1")), "F1 R2 1", "F2 R1 1");
    assertThat(widths()).containsOnly(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.7.3"})
  void giveTheirPlacesToRenamedOnes(String version) {
    start(version);
    updating(panel(1, "F1 R1 1"));

    Lab update = updating(panel(1, "Front1 R1 1"));

    assertThat(update.outcome(PATH)).isEqualTo("updated");
    assertThat(held()).isEqualTo(Map.of("Front1", "R1 1", "F1", ""));
    assertThat(update.problems())
        .hasSize(1)
        .first()
        .asString()
        .contains("\"F1\" is in NetBox only");
  }

  private void assertIs(Lab update, String... wanted) {
    assertThat(update.problems()).isEmpty();
    assertThat(update.outcome(PATH)).isEqualTo("updated");
    Map<String, String> all = new TreeMap<>();
    for (String each : wanted) {
      all.put(each.substring(0, 2), each.substring(3));
    }
    assertThat(held()).isEqualTo(all);
  }

  /** Which rear port and position is behind each front port. */
  private Map<String, String> held() {
    Map<Long, String> rearPorts = new TreeMap<>();
    objects("rear")
        .forEach(row -> rearPorts.put(row.path("id").asLong(), row.path("name").asText()));
    Map<String, String> held = new TreeMap<>();
    for (JsonNode row : objects("front")) {
      JsonNode one = row.has("rear_ports") ? row.at("/rear_ports/0") : row;
      JsonNode rear = one.path("rear_port");
      long id = rear.isObject() ? rear.path("id").asLong() : rear.asLong();
      held.put(
          row.path("name").asText(),
          (rearPorts.getOrDefault(id, "") + " " + one.path("rear_port_position").asText(""))
              .strip());
    }
    return held;
  }

  private List<Integer> widths() {
    return objects("rear").findValues("positions").stream().map(JsonNode::asInt).toList();
  }

  private JsonNode objects(String end) {
    return new SandboxControl(netbox.url()).objects("dcim/" + end + "-port-templates", "");
  }

  /** A panel with three rear ports so wide, and the front ports of these mappings. */
  private static ObjectNode panel(int positions, String... mappings) {
    ObjectNode type = Library.type("U1", "Panel").put("slug", "u1-panel");
    for (String rear : List.of("R1", "R2", "R3")) {
      type.withArray("rear-ports")
          .addObject()
          .put("name", rear)
          .put("type", "lc")
          .put("positions", positions);
    }
    for (String mapping : mappings) {
      String[] words = mapping.split(" ", -1);
      type.withArray("front-ports")
          .addObject()
          .put("name", words[0])
          .put("type", "lc")
          .put("rear_port", words[1])
          .put("rear_port_position", Integer.parseInt(words[2]));
    }
    return type;
  }

  private void start(String version) {
    netbox.close();
    netbox = SandboxNetBox.start(version, 0);
  }

  private Lab updating(ObjectNode definition) {
    Lab lab = new Lab(new NetBoxOverHttp(netbox.url(), SandboxNetBox.TOKEN));
    lab.inputs = Map.of("commit", "c0ffee", "existing", "update", "dry_run", false);
    lab.define(PATH, definition);
    lab.run();
    return lab;
  }
}
