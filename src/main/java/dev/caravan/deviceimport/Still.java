package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/** Whether an object of NetBox is still as it was set, or as it was before. */
final class Still {

  private Still() {}

  /**
   * Whether the row holds in this field what was set; so it does when the field wasn't set. To
   * attributes NetBox adds what is sent, and an object that is named has more than its name.
   */
  static boolean holds(JsonNode row, String field, @Nullable JsonNode fields) {
    JsonNode set = fields == null ? MissingNode.getInstance() : fields.path(field);
    JsonNode held = row.path(field);
    if (set.isObject()) {
      return set.isEmpty() == held.isEmpty()
          && set.properties().stream()
              .allMatch(each -> same(each.getValue(), held.path(each.getKey())));
    }
    JsonNode plain = held.isObject() && held.has("value") ? held.path("value") : Links.held(held);
    return set.isMissingNode() || (plain.isNull() == set.isNull() && same(set, plain));
  }

  private static boolean same(JsonNode set, JsonNode held) {
    return (set.isNumber() && held.isNumber())
        ? set.decimalValue().compareTo(held.decimalValue()) == 0
        : set.isArray()
            ? Mappings.held(set).equals(Mappings.held(held))
            : set.asText().strip().equals(held.asText().strip());
  }
}
