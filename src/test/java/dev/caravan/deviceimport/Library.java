package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Definitions as a library has them. */
final class Library {

  private Library() {}

  /** Device types with 24 interfaces, two of them bridged, and one of every other component. */
  static Map<String, JsonNode> switches(int count) {
    Map<String, JsonNode> definitions = new TreeMap<>();
    for (int i = 1; i <= count; i++) {
      definitions.put("device-types/Acme/S%03d.yaml".formatted(i), aSwitch("S%03d".formatted(i)));
    }
    return definitions;
  }

  static ObjectNode aSwitch(String model) {
    ObjectNode type = type("Acme", model).put("slug", "acme-" + model.toLowerCase(Locale.ROOT));
    type.put("u_height", 1).put("is_full_depth", false).put("comments", "A *test* switch.\n");
    ArrayNode interfaces = type.putArray("interfaces");
    for (int i = 1; i <= 24; i++) {
      interfaces.addObject().put("name", "eth" + i).put("type", "1000base-t");
    }
    ((ObjectNode) interfaces.get(0)).put("bridge", "eth2");
    type.putArray("power-ports").addObject().put("name", "PSU1").put("type", "iec-60320-c14");
    ArrayNode outlets = type.putArray("power-outlets");
    for (int i = 1; i <= 2; i++) {
      outlets
          .addObject()
          .put("name", "Out" + i)
          .put("type", "iec-60320-c13")
          .put("power_port", "PSU1")
          .put("feed_leg", "A");
    }
    type.putArray("console-ports").addObject().put("name", "con0").put("type", "rj-45");
    type.putArray("console-server-ports").addObject().put("name", "tty0").put("type", "rj-45");
    type.putArray("rear-ports")
        .addObject()
        .put("name", "R1")
        .put("type", "mpo")
        .put("positions", 2);
    ArrayNode front = type.putArray("front-ports");
    for (int i = 1; i <= 2; i++) {
      front
          .addObject()
          .put("name", "F" + i)
          .put("type", "lc")
          .put("rear_port", "R1")
          .put("rear_port_position", i);
    }
    type.putArray("module-bays").addObject().put("name", "Slot 1").put("position", "1");
    type.putArray("inventory-items")
        .addObject()
        .put("name", "Fan 1")
        .put("manufacturer", "Fans Inc.")
        .put("part_id", "F-1");
    return type;
  }

  /** A switch with one more interface, of that type. */
  static ObjectNode withInterface(String model, String type) {
    ObjectNode definition = aSwitch(model);
    definition.withArray("interfaces").addObject().put("name", "more").put("type", type);
    return definition;
  }

  static ObjectNode module(String model) {
    ObjectNode type = type("Acme", model).put("part_number", model);
    type.putArray("interfaces").addObject().put("name", "{module}/1").put("type", "10gbase-x-sfpp");
    return type;
  }

  static ObjectNode type(String manufacturer, String model) {
    return LabDatabase.JSON
        .createObjectNode()
        .put("manufacturer", manufacturer)
        .put("model", model);
  }
}
