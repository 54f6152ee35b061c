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
 * @param actual what the cluster made of it; null where it keeps none, as built-in kinds do of
 *     {@code false}, {@code ""} and {@code 0}
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
      if (desired != null && (actual != null || saysNothing(desired))) {
        ObjectNode one = found.addObject();
        one.put("field", each.field());
        one.set("desired", desired);
        one.set("actual", actual);
      }
    }
    return found;
  }

  /** Whether a field is as good as none; of others it counts that they are not there. */
  private static boolean saysNothing(JsonNode value) {
    return switch (value.getNodeType()) {
      case BOOLEAN -> !value.booleanValue();
      case NUMBER -> value.decimalValue().signum() == 0;
      case STRING -> value.textValue().isEmpty();
      case OBJECT ->
          StreamSupport.stream(value.spliterator(), false).allMatch(Normalisation::saysNothing);
      case ARRAY -> value.isEmpty();
      case NULL, MISSING -> true;
      case BINARY, POJO -> false;
    };
  }

  /** Whether what the cluster has is its own way to keep what was declared. */
  static boolean holds(JsonNode normalised, String field, JsonNode declared, JsonNode actual) {
    return StreamSupport.stream(normalised.spliterator(), false)
        .anyMatch(
            each ->
                each.path("field").asText().equals(field)
                    && each.path("desired").equals(declared)
                    && (actual.isMissingNode()
                        ? each.path("actual").isNull()
                        : each.path("actual").equals(actual)));
  }
}
