package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.StreamSupport;

/**
 * A field that a cluster keeps in its own way, seen when it took what git declares: its webhooks
 * sort lists, shorten numbers, fill in. As long as both sides are still so, they do not differ.
 *
 * @param field a JSON pointer
 * @param desired what was sent
 * @param actual what the cluster made of it
 */
record Normalisation(String field, JsonNode desired, JsonNode actual) {

  /** None, as a column holds them. */
  static final JsonNode NONE = JsonNodeFactory.instance.arrayNode();

  /**
   * How the object that was answered is not as it was sent.
   *
   * @param sent what was applied
   * @param kept what the cluster answered
   */
  static ArrayNode of(JsonNode sent, JsonNode kept) {
    ArrayNode found = JsonNodeFactory.instance.arrayNode();
    for (Difference each : Differences.of(sent, null, kept, NONE, false)) {
      JsonNode desired = each.desired();
      JsonNode actual = each.actual();
      if (desired != null && actual != null) {
        ObjectNode one = found.addObject();
        one.put("field", each.field());
        one.set("desired", desired);
        one.set("actual", actual);
      }
    }
    return found;
  }

  /** Whether what the cluster has is its own way to keep what was declared. */
  static boolean holds(JsonNode normalised, String field, JsonNode declared, JsonNode actual) {
    return StreamSupport.stream(normalised.spliterator(), false)
        .anyMatch(
            each ->
                each.path("field").asText().equals(field)
                    && each.path("desired").equals(declared)
                    && each.path("actual").equals(actual));
  }
}
