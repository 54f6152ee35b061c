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

  /**
   * NetBox's words about an object that it would not create; what stands already and was not found
   * when it was looked for, the token cannot see.
   */
  static String unseen(JsonNode errors) {
    String words = new NetBoxAnswer(400, errors, "").words();
    return words.contains("already exists")
        ? words
            + " It exists but cannot be seen with this token: its permission to view is restricted"
        : words;
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
