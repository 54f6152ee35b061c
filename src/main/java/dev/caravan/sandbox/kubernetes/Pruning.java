package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Takes away what the schema does not know, and fills in its defaults. */
final class Pruning {

  private Pruning() {}

  /**
   * Prunes an object.
   *
   * @return the paths of what was taken away, in order
   */
  static List<String> prune(JsonNode value, Shape shape) {
    List<String> unknown = new ArrayList<>();
    prune(value, shape, "", unknown);
    return unknown.stream().sorted().toList();
  }

  private static void prune(JsonNode value, Shape shape, String path, List<String> unknown) {
    if (value instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        String below = path.isEmpty() ? name : path + "." + name;
        if (!shape.hasRoomFor(name)) {
          object.remove(name);
          unknown.add(below);
        } else {
          prune(object.path(name), shape.part("f:" + name), below, unknown);
        }
      }
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        prune(value.path(i), shape.items(), path + "[" + i + "]", unknown);
      }
    }
  }

  /** Fills in defaults; a null where none may be is as good as nothing. */
  static void fillIn(JsonNode value, JsonNode schema) {
    if (value instanceof ObjectNode object) {
      schema
          .path("properties")
          .properties()
          .forEach(each -> fillIn(object, each.getKey(), each.getValue()));
      JsonNode others = schema.path("additionalProperties");
      if (others.isObject()) {
        object.removeIf(each -> each.isNull() && !others.path("nullable").asBoolean());
        object.forEach(each -> fillIn(each, others));
      }
    } else if (value.isArray()) {
      value.forEach(item -> fillIn(item, schema.path("items")));
    }
  }

  private static void fillIn(ObjectNode object, String name, JsonNode schema) {
    if (object.path(name).isNull() && !schema.path("nullable").asBoolean()) {
      object.remove(name);
    }
    if (!object.has(name) && schema.has("default")) {
      object.set(name, schema.path("default").deepCopy());
    }
    fillIn(object.path(name), schema);
  }
}
