package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.NetBoxClient.list;
import static dev.caravan.sandbox.netbox.NetBoxClient.one;
import static dev.caravan.sandbox.netbox.NetBoxClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.netbox.NetBoxClient.Reply;

/** What goes with a deleted object, what is cut loose, and what stands against it. */
class DeletionsContractTest {

  @ContractTest
  void componentsGoWithTheirType(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    JsonNode port = netbox.component("interface-templates", device, "name", "e0", "type", "other");
    JsonNode feed = netbox.component("power-port-templates", device, "name", "P1");
    netbox.component("power-outlet-templates", device, "name", "O1", "power_port", feed.path("id"));

    assertThat(netbox.delete(one("device-types", id(device))).status()).isEqualTo(204);

    assertThat(netbox.get(one("device-types", id(device))).status()).isEqualTo(404);
    assertThat(netbox.get(one("interface-templates", id(port))).status()).isEqualTo(404);
    assertThat(netbox.get(one("power-port-templates", id(feed))).status()).isEqualTo(404);
  }

  @ContractTest
  void manufacturerInUseStays(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    long maker = device.path("manufacturer").path("id").asLong();

    Reply reply = netbox.delete(one("manufacturers", maker));

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.detail())
        .isEqualTo(
            "Unable to delete object. 1 dependent objects were found: %s (%s)"
                .formatted(device.path("model").asText(), device.path("id")));
    assertThat(netbox.get(one("manufacturers", maker)).status()).isEqualTo(200);
  }

  @ContractTest
  void outletLosesItsPowerPort(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    JsonNode feed = netbox.component("power-port-templates", device, "name", "P1");
    JsonNode outlet =
        netbox.component(
            "power-outlet-templates", device, "name", "O1", "power_port", feed.path("id"));

    netbox.delete(one("power-port-templates", id(feed)));

    JsonNode after = netbox.get(one("power-outlet-templates", id(outlet))).json();
    assertThat(after.path("power_port").isNull()).isTrue();
    assertThat(after.path("name").asText()).isEqualTo("O1");
  }

  @ContractTest
  void bridgedInterfaceLosesItsBridge(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    JsonNode bridge =
        netbox.component("interface-templates", device, "name", "br", "type", "bridge");
    JsonNode port =
        netbox.component(
            "interface-templates",
            device,
            "name",
            "e0",
            "type",
            "other",
            "bridge",
            bridge.path("id"));

    netbox.delete(one("interface-templates", id(bridge)));

    assertThat(netbox.get(one("interface-templates", id(port))).json().path("bridge").isNull())
        .isTrue();
  }

  @ContractTest
  void inventoryItemTakesItsPartsAlong(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    String kind = "inventory-item-templates";
    JsonNode board = netbox.component(kind, device, "name", "Board");
    JsonNode chip = netbox.component(kind, device, "name", "Chip", "parent", board.path("id"));

    netbox.delete(one(kind, id(board)));

    assertThat(netbox.get(one(kind, id(chip))).status()).isEqualTo(404);
  }

  @ContractTest
  void countersOfADeviceTypeFollow(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType("subdevice_role", "parent");
    netbox.component("interface-templates", device, "name", "e0", "type", "other");
    JsonNode gone = netbox.component("interface-templates", device, "name", "e1", "type", "other");
    netbox.component("power-port-templates", device, "name", "P1");
    netbox.component("console-port-templates", device, "name", "C1");
    netbox.component("console-server-port-templates", device, "name", "S1");
    netbox.component("power-outlet-templates", device, "name", "O1");
    netbox.component("rear-port-templates", device, "name", "R1", "type", "lc");
    netbox.component("module-bay-templates", device, "name", "M1");
    netbox.component("device-bay-templates", device, "name", "D1");
    netbox.component("inventory-item-templates", device, "name", "I1");

    netbox.delete(one("interface-templates", id(gone)));

    JsonNode after = netbox.get(one("device-types", id(device))).json();
    for (String kind :
        new String[] {
          "interface",
          "power_port",
          "console_port",
          "console_server_port",
          "power_outlet",
          "rear_port",
          "module_bay",
          "device_bay",
          "inventory_item"
        }) {
      assertThat(after.path(kind + "_template_count").asInt(-1)).as(kind).isOne();
    }
    assertThat(after.path("front_port_template_count").asInt(-1)).isZero();
  }

  @ContractTest
  void countersOfAModuleTypeExistFrom45On(NetBoxClient netbox) {
    JsonNode module = netbox.moduleType();
    netbox.post(
        list("interface-templates"),
        with("module_type", module.path("id"), "name", "e0", "type", "other"));

    JsonNode after = netbox.get(one("module-types", id(module))).json();

    assertThat(after.path("interface_template_count").asInt(-1))
        .isEqualTo(netbox.atLeast("4.5") ? 1 : -1);
  }

  @ContractTest
  void manufacturerKnowsHowManyTypesItHas(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();

    JsonNode maker =
        netbox.get(one("manufacturers", device.path("manufacturer").path("id").asLong())).json();

    assertThat(maker.path("devicetype_count").asInt(-1)).isOne();
  }

  @ContractTest
  void idsAreNotGivenTwice(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    JsonNode first = netbox.component("interface-templates", device, "name", "e0", "type", "other");
    netbox.delete(one("interface-templates", id(first)));

    JsonNode second =
        netbox.component("interface-templates", device, "name", "e0", "type", "other");

    assertThat(id(second)).isGreaterThan(id(first));
  }

  private static long id(JsonNode object) {
    return object.path("id").asLong();
  }
}
