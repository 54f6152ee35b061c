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

/** Types that NetBox has already: left alone, or brought to the library's state. */
class ExistingTypesTest {

  private static final String PATH = "device-types/Acme/S001.yaml";

  private SandboxNetBox netbox = SandboxNetBox.start("4.7.3", 0);

  @AfterEach
  void stop() {
    netbox.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.2.9", "4.4.10", "4.7.3"})
  void areLeftAloneUnlessUpdatesAreWanted(String version) {
    start(version);
    importing("skip", Library.aSwitch("S001"));

    Lab again = importing("skip", changed());

    assertThat(again.outcomes()).isEqualTo(Map.of("skipped", 1L));
    assertThat(again.netbox.sent).doesNotContainKeys("POST", "PATCH", "DELETE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.2.9", "4.4.10", "4.7.3"})
  void areBroughtToTheLibrarysStateWithNothingDeleted(String version) {
    start(version);
    importing("skip", Library.aSwitch("S001"));

    Lab update = importing("update", changed());

    assertThat(update.problems())
        .containsExactly(
            PATH
                + " /interfaces: \"eth24\" is in NetBox only: an earlier import made it, the"
                + " library has it no longer");
    assertThat(update.outcomes()).isEqualTo(Map.of("updated", 1L));
    assertThat(update.netbox.sent).doesNotContainKey("DELETE");
    JsonNode type = one("dcim/device-types", "");
    assertThat(type.path("u_height").decimalValue()).isEqualByComparingTo("2");
    assertThat(type.path("comments").asText()).isEqualTo("Changed.");
    assertThat(one("dcim/interface-templates", "name=eth3").at("/type/value").asText())
        .isEqualTo("10gbase-t");
    assertThat(one("dcim/interface-templates", "name=added").at("/type/value").asText())
        .isEqualTo("virtual");
    assertThat(sandbox().count("dcim/interface-templates"))
        .as("24 that stood, of which the library has one no longer, and a new one")
        .isEqualTo(25);
    assertThat(one("dcim/power-outlet-templates", "name=Out3").at("/power_port/name").asText())
        .isEqualTo("PSU2");
    assertThat(sandbox().count("dcim/front-port-templates")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.2.9", "4.4.10", "4.7.3"})
  void areUnchangedWhereTheyAreAsTheLibrarySays(String version) {
    start(version);
    importing("skip", Library.aSwitch("S001"));
    importing("update", changed());

    Lab again = importing("update", changed());

    assertThat(again.outcomes()).isEqualTo(Map.of("unchanged", 1L));
    assertThat(again.netbox.sent).doesNotContainKeys("POST", "PATCH", "DELETE");
  }

  /** Another height, another speed, one interface less and one more, an outlet on a new port. */
  private static ObjectNode changed() {
    ObjectNode type = Library.aSwitch("S001").put("u_height", 2).put("comments", "Changed.");
    ArrayNode interfaces = (ArrayNode) type.path("interfaces");
    ((ObjectNode) interfaces.get(2)).put("type", "10gbase-t");
    interfaces.remove(23);
    interfaces.addObject().put("name", "added").put("type", "virtual");
    type.withArray("power-ports").addObject().put("name", "PSU2").put("type", "iec-60320-c14");
    type.withArray("power-outlets")
        .addObject()
        .put("name", "Out3")
        .put("type", "iec-60320-c13")
        .put("power_port", "PSU2");
    return type;
  }

  private void start(String version) {
    netbox.close();
    netbox = SandboxNetBox.start(version, 0);
  }

  private Lab importing(String existing, ObjectNode definition) {
    Lab lab = new Lab(new NetBoxOverHttp(netbox.url(), SandboxNetBox.TOKEN));
    lab.inputs = Map.of("commit", "c0ffee", "existing", existing, "dry_run", false);
    lab.define(PATH, definition);
    lab.run();
    return lab;
  }

  private SandboxControl sandbox() {
    return new SandboxControl(netbox.url());
  }

  private JsonNode one(String path, String query) {
    JsonNode found = sandbox().objects(path, query);
    assertThat(List.of(found)).as(path).allMatch(list -> list.size() == 1);
    return found.get(0);
  }
}
