package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What is wrong with one object of a request, by field, in NetBox's words. */
final class Problems {

  private final ObjectNode byField = JsonNodeFactory.instance.objectNode();

  void add(String field, String message) {
    byField.withArray(field).add(message);
  }

  void put(String field, JsonNode nested) {
    byField.set(field, nested);
  }

  boolean none() {
    return byField.isEmpty();
  }

  boolean blame(String field) {
    return byField.has(field);
  }

  ObjectNode asJson() {
    return byField;
  }

  /** The words for a whole item that is no object at all. */
  static ObjectNode noObject(String key, JsonNode item) {
    ObjectNode errors = JsonNodeFactory.instance.objectNode();
    errors
        .putArray(key)
        .add("Invalid data. Expected a dictionary, but got " + Python.type(item) + ".");
    return errors;
  }
}
