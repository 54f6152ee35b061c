package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** Refuses to apply what the schema does not know; a write of another sort would drop it. */
final class AppliedType {

  private final Resource resource;
  private final String name;

  AppliedType(Resource resource, String name) {
    this.resource = resource;
    this.name = name;
  }

  void check(JsonNode applied) {
    check(applied, new Shape(resource.schema()), "");
  }

  private void check(JsonNode value, Shape shape, String path) {
    String type = shape.schema().path("type").asText();
    if (value.isNull() || type.isEmpty()) {
      return;
    }
    if (!fits(value, type)) {
      String kind = type.equals("object") ? "map" : type.equals("array") ? "list" : type;
      throw refused(
          path, "expected " + kind + ", got &value.valueUnstructured{Value:" + value + "}");
    }
    if (value.isObject()) {
      checkFields(value, shape, path);
    } else if (value.isArray()) {
      checkItems(value, shape, path);
    }
  }

  private void checkFields(JsonNode value, Shape shape, String path) {
    value
        .properties()
        .forEach(
            field -> {
              String below = path + "." + field.getKey();
              if (!shape.hasRoomFor(field.getKey())) {
                throw refused(below, "field not declared in schema");
              }
              check(field.getValue(), shape.part("f:" + field.getKey()), below);
            });
  }

  private void checkItems(JsonNode value, Shape shape, String path) {
    Set<String> names = new HashSet<>();
    for (JsonNode item : value) {
      if (shape.splits(value) && !names.add(shape.nameOf(item))) {
        throw refused(path, "duplicate entries for key " + FieldSet.words(shape.nameOf(item)));
      }
      check(item, shape.items(), path + "[" + names.size() + "]");
    }
  }

  private static boolean fits(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer", "number" -> value.isNumber();
      default -> true;
    };
  }

  private Refused refused(String path, String words) {
    return Refusal.of(
        500,
        "failed to create typed patch object (/%s; %s, Kind=%s): %s: %s"
            .formatted(name, resource.apiVersion(), resource.kind(), path, words));
  }
}
