package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a value falls into parts that can have different owners, as its schema says it. The names of
 * the parts are those of managedFields: {@code f:name}, {@code k:{"key":"value"}}, {@code
 * v:"item"}.
 */
record Shape(JsonNode schema) {

  /** Whether a value has parts, or is owned as a whole. */
  boolean splits(JsonNode value) {
    if (value.isObject()) {
      return !schema.path("x-kubernetes-map-type").asText().equals("atomic");
    }
    return value.isArray() && (isMap() || isSet());
  }

  private boolean isMap() {
    return schema.path("x-kubernetes-list-type").asText().equals("map");
  }

  private boolean isSet() {
    return schema.path("x-kubernetes-list-type").asText().equals("set");
  }

  /** The parts of a value that splits, in their order. */
  Map<String, JsonNode> parts(JsonNode value) {
    Map<String, JsonNode> parts = new LinkedHashMap<>();
    if (value.isObject()) {
      value.properties().forEach(each -> parts.put("f:" + each.getKey(), each.getValue()));
    } else {
      value.forEach(item -> parts.put(nameOf(item), item));
    }
    return parts;
  }

  /** The name of an item of a list that splits. */
  String nameOf(JsonNode item) {
    if (isSet()) {
      return "v:" + Json.text(item);
    }
    var keys = Json.object();
    for (JsonNode key : schema.path("x-kubernetes-list-map-keys")) {
      JsonNode fallback = items().schema().path("properties").path(key.asText()).path("default");
      JsonNode value = item.has(key.asText()) ? item.path(key.asText()) : fallback;
      if (!value.isMissingNode()) {
        keys.set(key.asText(), value);
      }
    }
    return "k:" + Json.text(keys);
  }

  /** The shape of a part. */
  Shape part(String name) {
    return name.startsWith("f:") ? field(name.substring(2)) : items();
  }

  private Shape field(String name) {
    JsonNode property = schema.path("properties").path(name);
    return new Shape(property.isMissingNode() ? schema.path("additionalProperties") : property);
  }

  Shape items() {
    return new Shape(schema.path("items"));
  }

  /** Whether the schema names this part, so that it is there as soon as one of its own parts is. */
  boolean names(String part) {
    return part.startsWith("f:") && schema.path("properties").has(part.substring(2));
  }

  /** Whether the schema leaves room for a field of this name. */
  boolean hasRoomFor(String name) {
    return schema.path("properties").has(name)
        || schema.path("additionalProperties").isObject()
        || schema.path("additionalProperties").asBoolean()
        || isOpen();
  }

  boolean isOpen() {
    return schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()
        || schema.isMissingNode()
        || schema.isBoolean();
  }

  static Shape any() {
    return new Shape(MissingNode.getInstance());
  }
}
