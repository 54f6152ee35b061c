package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.NetBoxAnswer;
import java.util.Set;

/**
 * Something about a definition that people should know.
 *
 * @param pointer where in the file, as a JSON pointer
 * @param rule {@code netbox} for NetBox's own words
 * @param severity {@code error} or {@code warning}
 */
record ImportProblem(String pointer, String rule, String message, String severity) {

  private static final Set<String> GENERAL =
      Set.of("__all__", "non_field_errors", "detail", "error", "id");

  static ImportProblem error(String pointer, String rule, String message) {
    return new ImportProblem(pointer, rule, message, "error");
  }

  static ImportProblem warning(String pointer, String rule, String message) {
    return new ImportProblem(pointer, rule, message, "warning");
  }

  /** What NetBox said about the object at the pointer; one field alone is pointed at. */
  static ImportProblem ofNetBox(String pointer, JsonNode errors) {
    String field = errors.isObject() && errors.size() == 1 ? errors.fieldNames().next() : "__all__";
    boolean ofField = errors.isObject() && !GENERAL.contains(field);
    return error(
        ofField ? pointer + "/" + field : pointer,
        "netbox",
        new NetBoxAnswer(400, errors, "").words());
  }
}
