package dev.caravan.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process's summary in lines for reading: a name, then its figures. */
final class Summary {

  private Summary() {}

  static String of(JsonNode summary) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : summary.properties()) {
      String text = text(entry.getValue());
      if (!text.isEmpty()) {
        lines.add("%-28s %s".formatted(entry.getKey().replace('_', ' '), text));
      }
    }
    return String.join("\n", lines);
  }

  private static String text(JsonNode value) {
    if (value.isObject()) {
      return String.join(
          ", ",
          value.properties().stream()
              .filter(entry -> !text(entry.getValue()).isEmpty())
              .map(entry -> entry.getKey().replace('_', ' ') + " " + text(entry.getValue()))
              .toList());
    }
    if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.add(text(item)));
      return String.join("; ", items);
    }
    return value.isNull() ? "" : value.asText();
  }
}
