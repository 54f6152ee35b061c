package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

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

  /** Fills in defaults. */
  static void fillIn(JsonNode value, JsonNode schema) {
    if (value instanceof ObjectNode object) {
      for (var property : schema.path("properties").properties()) {
        if (!object.has(property.getKey()) && property.getValue().has("default")) {
          object.set(property.getKey(), property.getValue().path("default").deepCopy());
        }
      }
    }
    eachPart(value, schema, Pruning::fillIn);
  }

  /** Takes away each null where none may be: in what a client sends it is as good as nothing. */
  static void dropNulls(JsonNode value, JsonNode schema) {
    if (value instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      Shape shape = new Shape(schema);
      for (String name : names) {
        JsonNode part = shape.part("f:" + name).schema();
        if (object.path(name).isNull() && part.isObject() && !part.path("nullable").asBoolean()) {
          object.remove(name);
        }
      }
    }
    eachPart(value, schema, Pruning::dropNulls);
  }

  private static void eachPart(
      JsonNode value, JsonNode schema, BiConsumer<JsonNode, JsonNode> work) {
    Shape shape = new Shape(schema);
    if (value.isObject()) {
      value
          .properties()
          .forEach(
              field -> work.accept(field.getValue(), shape.part("f:" + field.getKey()).schema()));
    } else if (value.isArray()) {
      value.forEach(item -> work.accept(item, shape.items().schema()));
    }
  }
}
