package dev.caravan.deviceimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.netbox.SandboxNetBox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a release of NetBox can hold of a definition is there after an import. */
class EveryFieldTest {

  private static final String PATH = "device-types/C05/fields.yaml";

  private SandboxNetBox netbox = SandboxNetBox.start("4.7.3", 0);

  @AfterEach
  void stop() {
    netbox.close();
  }

  private Lab lab(String existing, JsonNode definition) {
    Lab lab = new Lab(new NetBoxOverHttp(netbox.url(), SandboxNetBox.TOKEN), 3);
    lab.inputs = Map.of("commit", "c0ffee", "existing", existing, "dry_run", false);
    lab.define(PATH, definition);
    return lab;
  }

  private Lab importing(String existing, JsonNode definition) {
    Lab lab = lab(existing, definition);
    lab.run();
    return lab;
  }

  /** Children stand before their parents, so that the order of the file is of no help. */
  static ObjectNode chassis() {
    ObjectNode type = Library.type("C05", "Fields").put("slug", "c05-fields");
    type.put("subdevice_role", "parent").put("default_platform", "C05 OS");
    type.put("end_of_life", "2030-12-31").put("cooling_method", "liquid");
    ArrayNode interfaces = type.putArray("interfaces");
    channel(interfaces, "ch0:1", "ch0", 1);
    channel(interfaces, "ch0:2", "ch0", 2);
    interfaces.addObject().put("name", "v1").put("type", "virtual").put("parent", "ch0:1");
    interfaces
        .addObject()
        .put("name", "ch0")
        .put("type", "100gbase-x-qsfp28")
        .put("channels", 4)
        .put("enabled", false);
    type.putArray("device-bays").addObject().put("name", "Bay 1").put("enabled", false);
    ArrayNode bays = type.putArray("module-bays");
    bays.addObject().put("name", "Slot 1").put("position", "1").put("enabled", false);
    bays.addObject().put("name", "Slot 2").putArray("module_bay_types").add("C04 SFP").add("any");
    ArrayNode items = type.putArray("inventory-items");
    item(items, "Fan", "FA").put("parent", "Shelf A");
    item(items, "Fan", "FB").put("parent", "Shelf B");
    item(items, "Blade", "BB").put("parent", "Fan").put("role", "Cooling");
    item(items, "Shelf A", "SA").put("manufacturer", "C03");
    item(items, "Shelf B", "SB");
    item(items, "NIC", "N1").put("component_type", "dcim.interface").put("component_name", "ch0");
    return type;
  }

  private static void channel(ArrayNode interfaces, String name, String parent, int number) {
    interfaces
        .addObject()
        .put("name", name)
        .put("type", "25gbase-x-sfp28")
        .put("parent", parent)
        .put("channel_id", number);
  }

  private static ObjectNode item(ArrayNode items, String name, String part) {
    return items.addObject().put("name", name).put("part_id", part);
  }

  @Test
  void isSent() {
    Lab lab = importing("skip", chassis());

    assertThat(lab.problems()).isEmpty();
    assertThat(lab.outcomes()).isEqualTo(Map.of("created", 1L));
    JsonNode type = one("device-types", "");
    assertThat(type.at("/default_platform/name").asText()).isEqualTo("C05 OS");
    assertThat(type.path("end_of_life").asText()).isEqualTo("2030-12-31");
    assertThat(type.at("/cooling_method/value").asText()).isEqualTo("liquid");
    assertThat(one("interface-templates", "name=ch0").path("channels").asInt()).isEqualTo(4);
    assertThat(one("interface-templates", "name=ch0:2").at("/parent/name").asText())
        .isEqualTo("ch0");
    assertThat(one("interface-templates", "name=ch0:2").path("channel_id").asInt()).isEqualTo(2);
    assertThat(one("interface-templates", "name=v1").at("/parent/name").asText())
        .isEqualTo("ch0:1");
    assertThat(one("device-bay-templates", "").path("enabled").asBoolean()).isFalse();
    assertThat(one("module-bay-templates", "name=Slot 1").path("enabled").asBoolean()).isFalse();
    assertThat(
            one("module-bay-templates", "name=Slot 2")
                .path("module_bay_types")
                .findValuesAsText("name"))
        .containsExactlyInAnyOrder("C04 SFP", "any");
    assertThat(tree())
        .containsExactlyInAnyOrder(
            "Shelf A SA",
            "Shelf B SB",
            "Shelf A > Fan FA",
            "Shelf B > Fan FB",
            "Shelf A > Fan > Blade BB",
            "NIC N1 = ch0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.2.9", "4.4.10", "4.7.3"})
  void isNoDifferenceToWhatStands(String version) {
    netbox.close();
    netbox = SandboxNetBox.start(version, 0);
    importing("skip", chassis());

    Lab again = importing("update", chassis());

    assertThat(again.outcomes()).isEqualTo(Map.of("unchanged", 1L));
    assertThat(again.netbox.sent).doesNotContainKeys("POST", "PATCH", "DELETE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.2.9", "4.4.10"})
  void isToldWhereAnOlderReleaseHasItNot(String version) {
    netbox.close();
    netbox = SandboxNetBox.start(version, 0);

    Lab lab = importing("skip", chassis());

    assertThat(lab.outcomes()).isEqualTo(Map.of("created", 1L));
    assertThat(lab.problems())
        .hasSize(11)
        .allMatch(each -> each.contains("it is left out"))
        .anyMatch(each -> each.contains("/interfaces/0/channel_id: NetBox 4."));
  }

  @Test
  void isLeftOutWhereNetBoxKnowsNoSuchChoice() {
    Lab lab = importing("skip", chassis().put("cooling_method", "passive"));

    assertThat(lab.outcomes()).isEqualTo(Map.of("created", 1L));
    assertThat(lab.problems())
        .containsExactly(
            PATH
                + " /cooling_method: NetBox knows no cooling_method \"passive\", only air, liquid,"
                + " hybrid, immersion: it is left out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.2.9", "4.4.10", "4.7.3"})
  void isSentOfTypesOfRacks(String version) {
    netbox.close();
    netbox = SandboxNetBox.start(version, 0);
    ObjectNode rack = Library.type("C23", "Rack").put("slug", "c23-rack");
    rack.put("form_factor", "4-post-cabinet").put("width", 23).put("u_height", 48);
    rack.put("starting_unit", 3).put("desc_units", true).put("outer_width", 600);
    rack.put("outer_unit", "mm").put("max_weight", 900).put("weight_unit", "kg");

    Lab lab = importingRack("skip", rack);

    assertThat(lab.problems()).isEmpty();
    assertThat(lab.outcomes()).isEqualTo(Map.of("created", 1L));
    JsonNode type = one("rack-types", "");
    assertThat(type.at("/form_factor/value").asText()).isEqualTo("4-post-cabinet");
    assertThat(type.at("/width/value").asInt()).isEqualTo(23);
    assertThat(type.path("outer_width").asInt()).isEqualTo(600);
    assertThat(type.path("desc_units").asBoolean()).isTrue();
    assertThat(importingRack("update", rack).outcomes()).isEqualTo(Map.of("unchanged", 1L));
    rack.put("u_height", 42).remove(List.of("max_weight", "width"));
    assertThat(importingRack("update", rack).outcomes()).isEqualTo(Map.of("updated", 1L));
    assertThat(one("rack-types", "").path("max_weight").isNull()).isTrue();
    assertThat(one("rack-types", "").at("/width/value").asInt()).isEqualTo(19);
  }

  private Lab importingRack(String existing, JsonNode definition) {
    Lab lab = new Lab(new NetBoxOverHttp(netbox.url(), SandboxNetBox.TOKEN), 3);
    lab.inputs = Map.of("commit", "c0ffee", "existing", existing, "dry_run", false);
    lab.define("rack-types/C23/Rack.yaml", definition);
    lab.run();
    return lab;
  }

  @Test
  void isSetByAnUpdateOfWhatAnOlderImportLeftOut() {
    ObjectNode flat = chassis();
    flat.remove(List.of("default_platform", "end_of_life", "cooling_method"));
    flat.path("interfaces").forEach(each -> ((ObjectNode) each).remove("channels"));
    ((ArrayNode) flat.path("interfaces")).remove(0);
    ((ArrayNode) flat.path("interfaces")).remove(0);
    ((ObjectNode) flat.path("interfaces").get(0)).remove("parent");
    ArrayNode items = flat.putArray("inventory-items");
    item(items, "Fan", "FA");
    item(items, "Shelf A", "SA");
    item(items, "NIC", "N1");
    importing("skip", flat);

    Lab update = importing("update", chassis());

    assertThat(update.problems()).isEmpty();
    assertThat(update.outcomes()).isEqualTo(Map.of("updated", 1L));
    assertThat(one("interface-templates", "name=v1").at("/parent/name").asText())
        .isEqualTo("ch0:1");
    assertThat(one("device-types", "").at("/default_platform/name").asText()).isEqualTo("C05 OS");
    assertThat(tree())
        .containsExactlyInAnyOrder(
            "Shelf A SA",
            "Shelf B SB",
            "Shelf A > Fan FA",
            "Shelf B > Fan FB",
            "Shelf A > Fan > Blade BB",
            "NIC N1 = ch0");
    assertThat(importing("update", chassis()).outcomes()).isEqualTo(Map.of("unchanged", 1L));
  }

  @Test
  void isTakenAwayWhenTheLibrarySaysItNoLonger() {
    importing("skip", chassis());
    ObjectNode less = chassis();
    less.remove(List.of("default_platform", "end_of_life", "cooling_method"));
    less.path("inventory-items").forEach(each -> ((ObjectNode) each).remove("component_type"));
    less.path("inventory-items").forEach(each -> ((ObjectNode) each).remove("component_name"));
    less.path("module-bays").forEach(each -> ((ObjectNode) each).remove("module_bay_types"));

    assertThat(importing("update", less).outcomes()).isEqualTo(Map.of("updated", 1L));

    assertThat(one("device-types", "").path("default_platform").isNull()).isTrue();
    assertThat(one("device-types", "").path("end_of_life").isNull()).isTrue();
    assertThat(one("module-bay-templates", "name=Slot 2").path("module_bay_types")).isEmpty();
    assertThat(tree()).contains("NIC N1");
    assertThat(importing("update", less).outcomes()).isEqualTo(Map.of("unchanged", 1L));
  }

  @Test
  void isMadeOnceThoughTheAnswerWasLost() {
    Lab lab = lab("skip", chassis());
    lab.compare();
    int[] posts = {0};
    lab.netbox.fate =
        (request, answered) ->
            request.method().equals("POST")
                && request.path().contains("inventory")
                && answered
                && ++posts[0] == 2;
    assertThatThrownBy(lab::write).isInstanceOf(NetBoxOverHttp.Killed.class);

    lab.netbox.fate = (request, answered) -> false;
    lab.write();

    assertThat(lab.outcomes()).isEqualTo(Map.of("created", 1L));
    assertThat(tree()).hasSize(6).doesNotHaveDuplicates();
  }

  private JsonNode one(String path, String query) {
    JsonNode rows = rows(path, query);
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private JsonNode rows(String path, String query) {
    return new SandboxControl(netbox.url()).objects("dcim/" + path, query.replace(" ", "%20"));
  }

  /** The inventory items with what they are below, their part and what they stand for. */
  private List<String> tree() {
    JsonNode items = rows("inventory-item-templates", "");
    List<String> tree = new ArrayList<>();
    for (JsonNode item : items) {
      String component = item.at("/component/name").asText("");
      tree.add(
          place(items, item)
              + ' '
              + item.path("part_id").asText()
              + (component.isEmpty() ? "" : " = " + component));
    }
    return tree;
  }

  private static String place(JsonNode items, JsonNode item) {
    for (JsonNode each : items) {
      if (each.path("id").equals(item.path("parent"))) {
        return place(items, each) + " > " + item.path("name").asText();
      }
    }
    return item.path("name").asText();
  }
}
