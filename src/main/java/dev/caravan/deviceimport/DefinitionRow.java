package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.TypeKind;
import java.util.Map;

/**
 * A definition in the work list of an import.
 *
 * @param path its file in the library
 * @param action how it is brought into NetBox
 * @param typeId the number of its type in NetBox; 0 while unknown
 * @param components how many there are, by kind
 * @param plan what an update changes; missing for others
 * @param content the definition as the library has it, or a part of it
 */
record DefinitionRow(
    String path,
    TypeKind kind,
    String manufacturer,
    String model,
    String slug,
    Action action,
    State state,
    long typeId,
    Map<String, Integer> components,
    JsonNode plan,
    JsonNode content) {

  int count(ComponentKind kind) {
    return components.getOrDefault(kind.key(), components.getOrDefault(kind.libraryKey(), 0));
  }

  /** How many components are to be written for it. */
  int work() {
    return action.owned()
        ? components.values().stream().mapToInt(Integer::intValue).sum()
        : UpdatePlan.work(plan);
  }

  DefinitionRow standingAs(long type) {
    return new DefinitionRow(
        path, kind, manufacturer, model, slug, action, state, type, components, plan, content);
  }
}
