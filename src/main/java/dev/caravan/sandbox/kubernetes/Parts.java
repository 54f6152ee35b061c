package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What server-side apply does to the parts of values: names them, merges them, takes them away. */
final class Parts {

  private Parts() {}

  /** The fields that somebody owns who applies this value. */
  static FieldSet applied(JsonNode value, Shape shape) {
    FieldSet fields = new FieldSet();
    collect(value, shape, new ArrayList<>(), fields);
    return fields;
  }

  private static void collect(JsonNode value, Shape shape, List<String> path, FieldSet fields) {
    shape
        .parts(value)
        .forEach(
            (name, part) -> {
              path.add(name);
              Shape inner = shape.part(name);
              boolean whole = !inner.splits(part);
              boolean emptyMap = part.isObject() && part.isEmpty();
              if (whole || emptyMap || !shape.names(name)) {
                fields.add(path);
              }
              if (!whole) {
                collect(part, inner, path, fields);
              }
              path.remove(path.size() - 1);
            });
  }

  /** The value with what is applied put over it. */
  static JsonNode merge(JsonNode live, JsonNode applied, Shape shape) {
    if (!shape.splits(live) || !shape.splits(applied) || live.isObject() != applied.isObject()) {
      return applied.deepCopy();
    }
    Map<String, JsonNode> parts = new LinkedHashMap<>(shape.parts(live));
    if (live.isArray()) {
      parts = inOrder(parts, shape.parts(applied));
    }
    for (Map.Entry<String, JsonNode> part : shape.parts(applied).entrySet()) {
      String name = part.getKey();
      parts.merge(name, part.getValue(), (old, now) -> merge(old, now, shape.part(name)));
    }
    return joined(parts, live);
  }

  /** Items of both lists in the order that is applied; what is only live keeps its place before. */
  private static Map<String, JsonNode> inOrder(
      Map<String, JsonNode> live, Map<String, JsonNode> applied) {
    Map<String, JsonNode> ordered = new LinkedHashMap<>();
    live.forEach(
        (name, item) -> {
          if (!applied.containsKey(name)) {
            ordered.put(name, item);
          }
        });
    applied.forEach((name, item) -> ordered.put(name, live.getOrDefault(name, item)));
    return ordered;
  }

  /**
   * The value without the fields of a set and all that is below them. Where nothing is left, null
   * is left: as on the real server, which then refuses a field that may not be null.
   */
  static JsonNode without(JsonNode value, FieldSet fields, Shape shape) {
    if (!shape.splits(value) || fields.isEmpty()) {
      return value;
    }
    Map<String, JsonNode> kept = new LinkedHashMap<>();
    shape
        .parts(value)
        .forEach(
            (name, part) -> {
              if (!fields.at(name).isMember()) {
                kept.put(name, without(part, fields.at(name), shape.part(name)));
              }
            });
    return kept.isEmpty() && !value.isEmpty() ? NullNode.getInstance() : joined(kept, value);
  }

  private static JsonNode joined(Map<String, JsonNode> parts, JsonNode like) {
    if (like.isArray()) {
      ArrayNode list = ((ArrayNode) like).arrayNode();
      parts.values().forEach(list::add);
      return list;
    }
    ObjectNode object = Json.object();
    parts.forEach((name, part) -> object.set(name.substring(2), part));
    return object;
  }
}
