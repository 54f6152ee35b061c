package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.NetBoxClient.list;
import static dev.caravan.sandbox.netbox.NetBoxClient.one;
import static dev.caravan.sandbox.netbox.NetBoxClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.netbox.NetBoxClient.Reply;
import java.util.Locale;

/** The ten kinds of component template: fields, owners and rules. */
class ComponentsContractTest {

  @ContractTest
  void interfaceComesBackAsWritten(NetBoxClient netbox) {
    JsonNode port =
        netbox.component(
            "interface-templates",
            netbox.deviceType(),
            "name",
            "e0",
            "type",
            "1000base-t",
            "label",
            "up",
            "mgmt_only",
            true,
            "enabled",
            false,
            "poe_mode",
            "pse",
            "poe_type",
            "type1-ieee802.3af",
            "description",
            "words");

    assertThat(port.path("display").asText()).isEqualTo("e0 (up)");
    assertThat(port.path("type").path("label").asText()).isEqualTo("1000BASE-T (1GE)");
    assertThat(port.path("poe_mode").path("value").asText()).isEqualTo("pse");
    assertThat(port.path("poe_type").path("value").asText()).isEqualTo("type1-ieee802.3af");
    assertThat(port.path("mgmt_only").asBoolean()).isTrue();
    assertThat(port.path("enabled").asBoolean(true)).isFalse();
    assertThat(port.path("rf_role").isNull()).isTrue();
    assertThat(port.path("bridge").isNull()).isTrue();
    assertThat(port.path("module_type").isNull()).isTrue();
    assertThat(port.path("device_type").path("manufacturer").has("slug")).isTrue();
  }

  @ContractTest
  void componentBelongsToOneTypeExactly(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    long module = netbox.moduleType().path("id").asLong();

    Reply both =
        netbox.tryComponent(
            "interface-templates", device, "name", "e0", "type", "other", "module_type", module);
    Reply none = netbox.post(list("interface-templates"), with("name", "e0", "type", "other"));

    assertThat(both.problem("__all__"))
        .isEqualTo(
            "A component template cannot be associated with both a device type and a module type.");
    assertThat(none.problem("__all__"))
        .isEqualTo(
            "A component template must be associated with either a device type or a module type.");
  }

  @ContractTest
  void nameStandsOnceWithinAType(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    long module = netbox.moduleType().path("id").asLong();
    netbox.component("interface-templates", device, "name", "e0", "type", "other");

    Reply again = netbox.tryComponent("interface-templates", device, "name", "e0", "type", "lag");
    Reply onModule =
        netbox.post(
            list("interface-templates"),
            with("module_type", module, "name", "e0", "type", "other"));

    assertThat(again.problem("__all__"))
        .isEqualTo("Interface template with this Device type and Name already exists.");
    assertThat(onModule.status()).isEqualTo(201);
    assertThat(netbox.tryComponent("power-port-templates", device, "name", "e0").status())
        .isEqualTo(201);
  }

  @ContractTest
  void namesAreTextsOf64CharactersAtMost(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();

    assertThat(refused(netbox, device, "name", "x".repeat(65)))
        .isEqualTo("Ensure this field has no more than 64 characters.");
    assertThat(refused(netbox, device, "name", "")).isEqualTo("This field may not be blank.");
    assertThat(refused(netbox, device, "name", true)).isEqualTo("Not a valid string.");
    assertThat(
            netbox
                .component("interface-templates", device, "name", 5, "type", "other")
                .path("name")
                .asText())
        .isEqualTo("5");
  }

  @ContractTest
  void typeOfAnInterfaceIsNeededAndKnown(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();

    assertThat(refused(netbox, device, "type", "warp")).isEqualTo("warp is not a valid choice.");
    assertThat(refused(netbox, device, "type", "")).isEqualTo("This field may not be blank.");
    assertThat(refused(netbox, device, "type", null)).isEqualTo("This field may not be blank.");
    assertThat(netbox.tryComponent("interface-templates", device, "name", "e0").problem("type"))
        .isEqualTo("This field is required.");
  }

  @ContractTest(before = "4.4")
  void powerOverEthernetIsNotLookedAtBefore44(NetBoxClient netbox) {
    JsonNode port =
        netbox.component(
            "interface-templates",
            netbox.deviceType(),
            "name",
            "v0",
            "type",
            "virtual",
            "poe_type",
            "type1-ieee802.3af");

    assertThat(port.path("poe_mode").isNull()).isTrue();
  }

  @ContractTest(from = "4.4")
  void powerOverEthernetNeedsAModeAndARealPort(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();

    assertThat(refused(netbox, device, "poe_type", "type1-ieee802.3af"))
        .isEqualTo("Must specify PoE mode when designating a PoE type.");
    Reply virtual =
        netbox.tryComponent(
            "interface-templates", device, "name", "v0", "type", "virtual", "poe_mode", "pd");
    assertThat(virtual.problem("poe_mode")).isEqualTo("Virtual interfaces cannot have a PoE mode.");
  }

  @ContractTest
  void radioRoleNeedsARadio(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();

    assertThat(refused(netbox, device, "rf_role", "ap"))
        .isEqualTo("Wireless role may be set only on wireless interfaces.");
    assertThat(
            netbox
                .component(
                    "interface-templates",
                    device,
                    "name",
                    "w0",
                    "type",
                    "ieee802.11ax",
                    "rf_role",
                    "ap")
                .path("rf_role")
                .path("value")
                .asText())
        .isEqualTo("ap");
  }

  @ContractTest
  void bridgeIsAnInterfaceOfTheSameType(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    JsonNode br = netbox.component("interface-templates", device, "name", "br", "type", "bridge");
    JsonNode e0 = netbox.component("interface-templates", device, "name", "e0", "type", "other");
    JsonNode other =
        netbox.component(
            "interface-templates", netbox.deviceType(), "name", "br", "type", "bridge");
    String path = one("interface-templates", e0.path("id").asLong());

    JsonNode bridged = netbox.patch(path, with("bridge", br.path("id"))).json();
    Reply foreign = netbox.patch(path, with("bridge", other.path("id")));
    Reply self = netbox.patch(path, with("bridge", e0.path("id")));

    assertThat(bridged.path("bridge").path("name").asText()).isEqualTo("br");
    assertThat(foreign.problem("bridge"))
        .isEqualTo("Bridge interface (br) must belong to the same device type");
    assertThat(self.problem("bridge")).isEqualTo("An interface cannot be bridged to itself.");
  }

  @ContractTest
  void componentCannotMoveToAnotherType(NetBoxClient netbox) {
    JsonNode port =
        netbox.component("interface-templates", netbox.deviceType(), "name", "e0", "type", "other");

    Reply moved =
        netbox.patch(
            one("interface-templates", port.path("id").asLong()),
            with("device_type", netbox.deviceType().path("id")));

    assertThat(moved.problem("device_type"))
        .isEqualTo("Component templates cannot be moved to a different device type.");
  }

  @ContractTest
  void powerPortDrawsNoMoreThanItsMaximum(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    String kind = "power-port-templates";

    JsonNode port =
        netbox.component(
            kind,
            device,
            "name",
            "P1",
            "type",
            "iec-60320-c14",
            "maximum_draw",
            100,
            "allocated_draw",
            100);
    assertThat(port.path("maximum_draw").asInt()).isEqualTo(100);
    assertThat(port.path("type").path("label").asText()).isEqualTo("C14");
    assertThat(netbox.component(kind, device, "name", "P2").path("type").isNull()).isTrue();

    assertThat(
            netbox
                .tryComponent(kind, device, "name", "P3", "maximum_draw", 1, "allocated_draw", 2)
                .problem("allocated_draw"))
        .isEqualTo("Allocated draw cannot exceed the maximum draw (1W).");
    assertThat(
            netbox
                .tryComponent(kind, device, "name", "P3", "maximum_draw", 0)
                .problem("maximum_draw"))
        .isEqualTo("Ensure this value is greater than or equal to 1.");
    assertThat(
            netbox
                .tryComponent(kind, device, "name", "P3", "maximum_draw", 1.5)
                .problem("maximum_draw"))
        .isEqualTo("A valid integer is required.");
  }

  @ContractTest
  void outletIsFedByAPowerPortOfTheSameType(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    JsonNode port = netbox.component("power-port-templates", device, "name", "P1");
    JsonNode foreign = netbox.component("power-port-templates", netbox.deviceType(), "name", "P1");
    String kind = "power-outlet-templates";

    JsonNode outlet =
        netbox.component(
            kind,
            device,
            "name",
            "O1",
            "type",
            "iec-60320-c13",
            "feed_leg",
            "A",
            "power_port",
            port.path("id"));
    assertThat(outlet.path("power_port").path("name").asText()).isEqualTo("P1");
    assertThat(outlet.path("feed_leg").path("value").asText()).isEqualTo("A");

    assertThat(
            netbox
                .tryComponent(kind, device, "name", "O2", "power_port", foreign.path("id"))
                .problem("__all__"))
        .isEqualTo("Parent power port (P1) must belong to the same device type");
    assertThat(
            netbox
                .tryComponent(kind, device, "name", "O2", "power_port", "P1")
                .problem("power_port"))
        .startsWith("Related objects must be referenced by numeric ID");
    assertThat(netbox.tryComponent(kind, device, "name", "O2", "feed_leg", "D").problem("feed_leg"))
        .isEqualTo("D is not a valid choice.");
  }

  @ContractTest
  void consolePortsMayHaveNoType(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();

    for (String kind : new String[] {"console-port-templates", "console-server-port-templates"}) {
      JsonNode typed = netbox.component(kind, device, "name", "con1", "type", "rj-45");
      JsonNode bare = netbox.component(kind, device, "name", "con2");

      assertThat(typed.path("type").path("label").asText()).isEqualTo("RJ-45");
      assertThat(bare.path("type").isNull()).isTrue();
      assertThat(netbox.tryComponent(kind, device, "name", "con3", "type", "plug").problem("type"))
          .isEqualTo("plug is not a valid choice.");
    }
  }

  @ContractTest
  void moduleBaysStandOnBothKindsOfType(NetBoxClient netbox) {
    JsonNode bay =
        netbox.component(
            "module-bay-templates",
            netbox.deviceType(),
            "name",
            "Slot 1",
            "position",
            "1",
            "label",
            "S1");
    Reply onModule =
        netbox.post(
            list("module-bay-templates"),
            with("module_type", netbox.moduleType().path("id"), "name", "Sub 1", "position", 1));

    assertThat(bay.path("position").asText()).isEqualTo("1");
    assertThat(bay.has("enabled")).isEqualTo(netbox.atLeast("4.6"));
    assertThat(onModule.json().path("position").asText()).isEqualTo("1");
  }

  @ContractTest
  void deviceBaysNeedAParent(NetBoxClient netbox) {
    JsonNode blade = netbox.deviceType();
    JsonNode chassis = netbox.deviceType("subdevice_role", "parent");
    String kind = "device-bay-templates";

    assertThat(netbox.component(kind, chassis, "name", "Bay 1").path("name").asText())
        .isEqualTo("Bay 1");
    assertThat(netbox.tryComponent(kind, blade, "name", "Bay 1").problem("__all__"))
        .isEqualTo(
            "Subdevice role of device type (%s) must be set to \"parent\" to allow device bays."
                .formatted(blade.path("model").asText()));
    Reply demoted =
        netbox.patch(
            one("device-types", chassis.path("id").asLong()), with("subdevice_role", null));
    assertThat(demoted.problem("subdevice_role"))
        .startsWith("Must delete all device bay templates associated with this device");
  }

  @ContractTest
  void inventoryItemsFormATree(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    JsonNode maker = netbox.manufacturer();
    String kind = "inventory-item-templates";

    JsonNode board =
        netbox.component(
            kind, device, "name", "Board", "part_id", "B-1", "manufacturer", maker.path("id"));
    JsonNode chip = netbox.component(kind, device, "name", "Chip", "parent", board.path("id"));

    assertThat(board.path("part_id").asText()).isEqualTo("B-1");
    assertThat(board.path("manufacturer").path("id")).isEqualTo(maker.path("id"));
    assertThat(board.path("_depth").asInt()).isZero();
    assertThat(chip.path("parent")).isEqualTo(board.path("id"));
    assertThat(chip.path("_depth").asInt()).isOne();
    assertThat(
            netbox.tryComponent(kind, device, "name", "x", "parent", 999_999_999).problem("parent"))
        .isEqualTo("Invalid pk \"999999999\" - object does not exist.");
    netbox.delete(one("device-types", device.path("id").asLong()));
  }

  @ContractTest
  void inventoryItemsWithoutAParentMayShareAName(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    String kind = "inventory-item-templates";
    long parent = netbox.component(kind, device, "name", "Fan").path("id").asLong();

    assertThat(netbox.tryComponent(kind, device, "name", "Fan").status()).isEqualTo(201);
    netbox.component(kind, device, "name", "Blade", "parent", parent);
    assertThat(
            netbox.tryComponent(kind, device, "name", "Blade", "parent", parent).problem("__all__"))
        .isEqualTo(
            "Inventory item template with this Device type, Parent and Name already exists.");
  }

  @ContractTest
  void inventoryItemMayStandForAComponent(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    JsonNode port = netbox.component("interface-templates", device, "name", "e0", "type", "other");
    String kind = "inventory-item-templates";

    JsonNode optic =
        netbox.component(
            kind,
            device,
            "name",
            "Optic",
            "component_type",
            "dcim.interfacetemplate",
            "component_id",
            port.path("id"));

    assertThat(optic.path("component").path("name").asText()).isEqualTo("e0");
    assertThat(
            netbox
                .tryComponent(kind, device, "name", "x", "component_type", "dcim.nothing")
                .problem("component_type"))
        .isEqualTo("Invalid content type: dcim.nothing");
  }

  @ContractTest
  void rolesOfInventoryItems(NetBoxClient netbox) {
    String name = NetBoxClient.unique();
    JsonNode role =
        netbox.make(
            "inventory-item-roles", with("name", name, "slug", name.toLowerCase(Locale.ROOT)));
    JsonNode device = netbox.deviceType();

    JsonNode item =
        netbox.component(
            "inventory-item-templates",
            device,
            "name",
            "Fan",
            "role",
            with("slug", name.toLowerCase(Locale.ROOT)));

    assertThat(role.path("color").asText()).isEqualTo("9e9e9e");
    assertThat(item.path("role").path("name").asText()).isEqualTo(name);
    assertThat(netbox.delete(one("inventory-item-roles", role.path("id").asLong())).status())
        .isEqualTo(409);
  }

  @ContractTest
  void colorsAreSixSmallHexadecimalDigits(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    String kind = "rear-port-templates";

    JsonNode port = netbox.component(kind, device, "name", "R1", "type", "lc", "color", "aabbcc");
    Reply upper = netbox.tryComponent(kind, device, "name", "R2", "type", "lc", "color", "AABBCC");

    assertThat(port.path("color").asText()).isEqualTo("aabbcc");
    assertThat(upper.problem("color")).isEqualTo("Enter a valid hexadecimal RGB color code.");
  }

  private static String refused(
      NetBoxClient netbox,
      JsonNode device,
      String field,
      @org.jspecify.annotations.Nullable Object value) {
    var body = with("device_type", device.path("id"), "name", "e0", "type", "other");
    body.put(field, value);
    Reply reply = netbox.post(list("interface-templates"), body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    return reply.problem(field);
  }
}
