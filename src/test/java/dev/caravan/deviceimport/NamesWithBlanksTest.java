package dev.caravan.deviceimport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.netbox.SandboxNetBox;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blanks around names mean nothing, wherever in a definition a name is said. */
class NamesWithBlanksTest {

  private static final String PATH = "device-types/Acme/P1.yaml";

  private SandboxNetBox netbox = SandboxNetBox.start("4.7.3", 0);

  @AfterEach
  void stop() {
    netbox.close();
  }

  private Lab importing(String existing, JsonNode definition) {
    Lab lab = new Lab(new NetBoxOverHttp(netbox.url(), SandboxNetBox.TOKEN));
    lab.inputs = Map.of("commit", "c0ffee", "existing", existing, "dry_run", false);
    lab.define(PATH, definition);
    lab.run();
    return lab;
  }

  /** Everything that is said twice is said once with a blank and once without. */
  private static ObjectNode panel() {
    ObjectNode type = Library.type("Acme", "P1").put("slug", "acme-p1");
    ArrayNode front = type.putArray("front-ports");
    front.addObject().put("name", "F1 ").put("type", "lc");
    front.addObject().put("name", "F2").put("type", "lc").put("rear_port", "R2 ");
    front.addObject().put("name", "F3").put("type", "lc");
    ArrayNode rear = type.putArray("rear-ports");
    rear.addObject().put("name", "R1").put("type", "lc");
    rear.addObject().put("name", "R2").put("type", "lc");
    rear.addObject().put("name", " R3").put("type", "lc");
    ArrayNode mappings = type.putArray("port-mappings");
    mappings.addObject().put("front_port", "F1").put("rear_port", "R1");
    mappings.addObject().put("front_port", " F3 ").put("rear_port", "R3\t");
    type.putArray("power-ports").addObject().put("name", "PSU ").put("type", "iec-60320-c14");
    type.putArray("power-outlets")
        .addObject()
        .put("name", "Out")
        .put("type", "iec-60320-c13")
        .put("power_port", " PSU");
    ArrayNode interfaces = type.putArray("interfaces");
    interfaces.addObject().put("name", "br0 ").put("type", "bridge");
    interfaces.addObject().put("name", "e0").put("type", "1000base-t").put("bridge", "br0");
    type.putArray("inventory-items")
        .addObject()
        .put("name", "Fan ")
        .put("manufacturer", "Fans Inc. ");
    return type;
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.10", "4.7.3"})
  void changeNothingOfWhatIsConnected(String version) {
    start(version);

    Lab first = importing("skip", panel());

    assertThat(first.problems()).isEmpty();
    assertThat(first.outcomes()).isEqualTo(Map.of("created", 1L));
    if (version.equals("4.4.10")) {
      assertThat(rearOf44()).isEqualTo(List.of("F1>R1", "F2>R2", "F3>R3"));
    } else {
      assertThat(rear()).isEqualTo(List.of("F1>R1", "F2>R2", "F3>R3"));
    }
    SandboxControl control = new SandboxControl(netbox.url());
    assertThat(control.objects("dcim/power-outlet-templates", "").findValue("power_port"))
        .isNotNull();
    assertThat(control.objects("dcim/interface-templates", "name=e0").get(0).at("/bridge/name"))
        .hasToString("\"br0\"");
    assertThat(control.objects("dcim/manufacturers", "").findValuesAsText("name"))
        .containsExactlyInAnyOrder("Acme", "Fans Inc.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.10", "4.7.3"})
  void areNoDifferenceToWhatStands(String version) {
    start(version);
    importing("skip", panel());

    Lab again = importing("update", panel());

    assertThat(again.outcomes()).isEqualTo(Map.of("unchanged", 1L));
    assertThat(again.netbox.sent).doesNotContainKeys("POST", "PATCH", "DELETE");
  }

  private void start(String version) {
    netbox.close();
    netbox = SandboxNetBox.start(version, 0);
  }

  private List<String> rear() {
    JsonNode rears = new SandboxControl(netbox.url()).objects("dcim/rear-port-templates", "");
    JsonNode fronts = new SandboxControl(netbox.url()).objects("dcim/front-port-templates", "");
    return list(fronts).stream()
        .map(f -> f.path("name").asText() + ">" + named(rears, f.at("/rear_ports/0/rear_port")))
        .sorted()
        .toList();
  }

  private static String named(JsonNode rows, JsonNode id) {
    return list(rows).stream()
        .filter(row -> row.path("id").asLong() == id.asLong())
        .map(row -> row.path("name").asText())
        .findFirst()
        .orElse("-");
  }

  private List<String> rearOf44() {
    JsonNode fronts = new SandboxControl(netbox.url()).objects("dcim/front-port-templates", "");
    return list(fronts).stream()
        .map(f -> f.path("name").asText() + ">" + f.at("/rear_port/name").asText())
        .sorted()
        .toList();
  }

  private static List<JsonNode> list(JsonNode rows) {
    List<JsonNode> list = new java.util.ArrayList<>();
    rows.forEach(list::add);
    return list;
  }
}
