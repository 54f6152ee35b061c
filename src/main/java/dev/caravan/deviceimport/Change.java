package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.netbox.NetBoxField;
import java.util.List;

/**
 * How an object of NetBox differs from what the library says.
 *
 * @param after the fields to set
 * @param before the same fields as they are now, in the shape that sets them back
 */
record Change(ObjectNode after, ObjectNode before) {

  static Change none() {
    return new Change(JsonNodeFactory.instance.objectNode(), JsonNodeFactory.instance.objectNode());
  }

  /** Compares the fields that this NetBox has; a field the library leaves out has its default. */
  static Change between(List<NetBoxField> fields, JsonNode item, JsonNode row) {
    Change change = none();
    for (NetBoxField field : fields) {
      JsonNode wanted = field.wanted(item);
      JsonNode held = field.held(row);
      if (row.has(field.name()) && !field.same(wanted, held)) {
        change.set(field.name(), wanted, held);
      }
    }
    return change;
  }

  void set(String field, JsonNode wanted, JsonNode held) {
    after.set(field, wanted);
    before.set(field, held);
  }

  boolean isEmpty() {
    return after.isEmpty();
  }
}
