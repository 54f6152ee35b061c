package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.deviceimport.Reference.Kind;
import dev.caravan.netbox.NetBoxVersion;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The types of module bays that a bay takes, or that a module fits into. */
final class BayTypes {

  private static final String FIELD = "module_bay_types";

  private final boolean known;
  private final References references;

  BayTypes(NetBoxVersion version, References references) {
    this.known = Kind.MODULE_BAY_TYPES.isIn(version);
    this.references = references;
  }

  ObjectNode of(JsonNode item) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    if (known && !item.path(FIELD).isEmpty()) {
      fields.set(FIELD, numbers(item));
    }
    return fields;
  }

  /** What is on its way has no number yet but its name. */
  private ArrayNode numbers(JsonNode item) {
    ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
    for (JsonNode name : item.path(FIELD)) {
      references
          .id(Kind.MODULE_BAY_TYPES, name.asText())
          .ifPresentOrElse(numbers::add, () -> numbers.add(name.asText()));
    }
    return numbers;
  }

  /** Why they cannot be named; empty when they can. */
  Optional<ImportProblem> obstacle(JsonNode item, String pointer) {
    if (known) {
      for (JsonNode name : item.path(FIELD)) {
        Optional<ImportProblem> obstacle =
            references.obstacle(
                Kind.MODULE_BAY_TYPES, name.asText().strip(), pointer + "/" + FIELD);
        if (obstacle.isPresent()) {
          return obstacle;
        }
      }
    }
    return Optional.empty();
  }

  void compare(JsonNode item, JsonNode row, Written written, Change change) {
    if (row.has(FIELD)) {
      ArrayNode held = JsonNodeFactory.instance.arrayNode();
      row.path(FIELD).forEach(each -> held.add(each.path("id").asLong()));
      change.compare(
          FIELD,
          item.path(FIELD).isEmpty() ? null : numbers(item),
          JsonNodeFactory.instance.arrayNode(),
          held,
          written,
          (one, other) -> texts(one).equals(texts(other)));
    }
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new HashSet<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
