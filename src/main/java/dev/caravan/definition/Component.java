package dev.caravan.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.JsonPointers;

/**
 * One component of a definition, where it stands in the file.
 *
 * @param kind its kind
 * @param pointer where it stands
 * @param fields its fields as written
 */
record Component(ComponentKind kind, String pointer, JsonNode fields) {

  /** Its name as NetBox keeps it, without space around; empty where it has none. */
  String name() {
    return text("name");
  }

  /** A field as text without space around, empty where it is absent, null or no scalar. */
  String text(String field) {
    JsonNode value = fields.path(field);
    return value.isValueNode() && !value.isNull() ? value.asText().strip() : "";
  }

  boolean has(String field) {
    return !text(field).isEmpty();
  }

  String at(String field) {
    return JsonPointers.of(pointer, field);
  }

  /** How a message speaks of it, such as {@code interface "eth0"}. */
  String title() {
    return kind.singular() + " \"" + name() + "\"";
  }
}
