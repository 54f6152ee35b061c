package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Who wrote a field, by the cluster's own records. */
final class FieldManagers {

  private FieldManagers() {}

  /**
   * The manager of a field, or of the list that it is in.
   *
   * @param managedFields as the object has them
   * @param pointer the field
   */
  static @Nullable String of(JsonNode managedFields, String pointer) {
    @Nullable String manager = null;
    int deepest = 0;
    String time = "";
    for (JsonNode entry : managedFields) {
      if (entry.path("manager").asText().equals(Applying.FIELD_MANAGER)) {
        continue; // What we wrote in the cluster's own words is somebody else's all the same.
      }
      int depth = depth(entry.path("fieldsV1"), pointer);
      String written = entry.path("time").asText("");
      if (depth > deepest || (depth == deepest && depth > 0 && written.compareTo(time) > 0)) {
        deepest = depth;
        time = written;
        manager = entry.path("manager").asText();
      }
    }
    return manager;
  }

  /** How many steps of the pointer it owns; 0 unless it owns the field or a list around it. */
  private static int depth(JsonNode fields, String pointer) {
    JsonNode at = fields;
    int depth = 0;
    for (String step : pointer.substring(1).split("/", -1)) {
      JsonNode next = at.path("f:" + step.replace("~1", "/").replace("~0", "~"));
      if (next.isMissingNode()) {
        break;
      }
      at = next;
      depth++;
    }
    boolean whole = depth == pointer.chars().filter(each -> each == '/').count();
    return whole || at.isEmpty() ? depth : 0;
  }
}
