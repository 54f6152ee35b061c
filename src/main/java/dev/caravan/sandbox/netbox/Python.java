package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** How Python names and prints a JSON value: NetBox's messages show it so. */
final class Python {

  private Python() {}

  static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "dict";
      case ARRAY -> "list";
      case STRING -> "str";
      case BOOLEAN -> "bool";
      case NUMBER -> value.isIntegralNumber() ? "int" : "float";
      default -> "NoneType";
    };
  }

  /** As {@code str()} prints it. */
  static String print(JsonNode value) {
    return value.isTextual() ? value.textValue() : repr(value);
  }

  private static String repr(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> {
        List<String> entries = new ArrayList<>();
        value
            .fields()
            .forEachRemaining(e -> entries.add("'" + e.getKey() + "': " + repr(e.getValue())));
        yield "{" + String.join(", ", entries) + "}";
      }
      case ARRAY -> {
        List<String> items = new ArrayList<>();
        value.forEach(item -> items.add(repr(item)));
        yield "[" + String.join(", ", items) + "]";
      }
      case STRING -> "'" + value.textValue() + "'";
      case BOOLEAN -> value.booleanValue() ? "True" : "False";
      case NULL, MISSING -> "None";
      default -> value.asText();
    };
  }
}
