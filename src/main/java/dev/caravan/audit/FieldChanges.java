package dev.caravan.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.secret.SecretTree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Tells which fields of an object changed, from what and to what, within bounds. */
final class FieldChanges {

  /** In the place of both values of a secret. */
  static final String CHANGED = "changed";

  private static final int MOST_FIELDS = 60;
  private static final int LONGEST = 300;

  /** They say that there was a change, and not which. */
  private static final Set<String> OF_ANY_CHANGE = Set.of("updated_at", "version");

  private FieldChanges() {}

  /** Changed fields with {@code before} and {@code after}; what is missing was or is not there. */
  static Map<String, Object> between(JsonNode before, JsonNode after) {
    Map<String, Object> was = fields(SecretTree.shown(before));
    Map<String, Object> is = fields(SecretTree.shown(after));
    Set<String> names = new TreeSet<>(was.keySet());
    names.addAll(is.keySet());
    Map<String, Object> changes = new LinkedHashMap<>();
    for (String name : names) {
      if (!OF_ANY_CHANGE.contains(name) && !Objects.equals(was.get(name), is.get(name))) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("before", was.get(name));
        change.put("after", is.get(name));
        boolean secret = change.containsValue(SecretTree.WORD);
        changes.put(name, secret ? CHANGED : change);
      }
    }
    return changes;
  }

  /** All values by their names, those of an inner object by {@code outer.inner}. */
  static Map<String, Object> fields(JsonNode object) {
    Map<String, Object> fields = new LinkedHashMap<>();
    gather("", object, fields);
    return fields;
  }

  private static void gather(String name, JsonNode value, Map<String, Object> fields) {
    if (value.isMissingNode() || fields.size() > MOST_FIELDS) {
      return;
    }
    if (fields.size() == MOST_FIELDS) {
      fields.put("...", "more than %d fields".formatted(MOST_FIELDS));
    } else if (value.isObject()) {
      value
          .properties()
          .forEach(
              each ->
                  gather(
                      name.isEmpty() ? each.getKey() : name + "." + each.getKey(),
                      each.getValue(),
                      fields));
    } else if (!name.isEmpty() && !value.isNull()) {
      fields.put(name, scalar(value));
    }
  }

  private static Object scalar(JsonNode value) {
    if (value.isNumber()) {
      return value.numberValue();
    }
    return value.isBoolean()
        ? (Object) value.booleanValue()
        : cut(value.isTextual() ? value.textValue() : value.toString());
  }

  static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
