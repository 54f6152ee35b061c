package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.Texts;
import java.util.ArrayList;
import java.util.List;

/** Puts NetBox's error bodies into one line of its own words. */
final class ErrorWords {

  private static final int LONGEST = 500;

  private ErrorWords() {}

  static String of(JsonNode errors) {
    List<String> words = new ArrayList<>();
    collect("", errors, words);
    String line = String.join("; ", words);
    return Texts.beginning(line, LONGEST);
  }

  private static void collect(String field, JsonNode node, List<String> words) {
    if (node.isObject()) {
      node.properties().forEach(e -> collect(below(field, e.getKey()), e.getValue(), words));
    } else if (node.isArray()) {
      node.forEach(each -> collect(field, each, words));
    } else if (!node.isNull()) {
      words.add(field.isEmpty() ? node.asText() : field + ": " + node.asText());
    }
  }

  /** NetBox and Django put what concerns no single field under names of their own. */
  private static String below(String field, String key) {
    boolean general =
        key.equals("__all__")
            || key.equals("non_field_errors")
            || key.equals("detail")
            || key.equals("error");
    if (general) {
      return field;
    }
    return field.isEmpty() ? key : field + "." + key;
  }
}
