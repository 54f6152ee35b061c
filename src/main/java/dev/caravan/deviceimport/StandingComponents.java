package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.TypeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The components of one kind that stand on some types, and which definition's each of them is. */
final class StandingComponents {

  private final ComponentKind kind;
  private final Map<String, DefinitionWork> byType;
  private final Map<DefinitionWork, List<JsonNode>> rows = new LinkedHashMap<>();

  /**
   * @param byType the definitions by kind and number of their types
   */
  StandingComponents(ComponentKind kind, Map<String, DefinitionWork> byType) {
    this.kind = kind;
    this.byType = byType;
  }

  void add(JsonNode row) {
    for (TypeKind owner : TypeKind.values()) {
      long type = row.path(owner.reference()).path("id").asLong();
      DefinitionWork work = byType.get(owner.key() + type);
      if (work != null) {
        rows.computeIfAbsent(work, w -> new ArrayList<>()).add(row);
      }
    }
  }

  /** Gives each component its row; what no component has is left over. */
  void match(BiConsumer<ComponentWork, JsonNode> found) {
    rows.forEach((work, held) -> match(work, held, found));
  }

  /** By its name and its place; else by its name alone, as it may be moved. */
  private void match(
      DefinitionWork work, List<JsonNode> held, BiConsumer<ComponentWork, JsonNode> found) {
    Map<String, JsonNode> byKey = new LinkedHashMap<>();
    held.forEach(row -> byKey.putIfAbsent(key(row, held), row));
    List<JsonNode> left = new ArrayList<>(held);
    List<ComponentWork> missing = new ArrayList<>();
    for (ComponentWork component : work.components(kind)) {
      JsonNode row = byKey.get(component.key());
      if (row == null) {
        missing.add(component);
      } else {
        left.remove(row);
        found.accept(component, row);
      }
    }
    for (ComponentWork component : missing) {
      left.stream()
          .filter(row -> row.path("name").asText().equals(component.name()))
          .findFirst()
          .ifPresent(
              row -> {
                left.remove(row);
                found.accept(component, row);
              });
    }
    left.forEach(row -> work.leftOver(kind, row));
  }

  /** As {@link ComponentWork#key} has it. */
  private String key(JsonNode row, List<JsonNode> held) {
    StringBuilder key = new StringBuilder(row.path("name").asText().strip());
    if (kind == ComponentKind.INVENTORY_ITEMS) {
      Map<Long, JsonNode> byId = new HashMap<>();
      held.forEach(each -> byId.put(each.path("id").asLong(), each));
      JsonNode above = byId.remove(row.path("parent").asLong());
      while (above != null) {
        key.insert(0, above.path("name").asText().strip() + " / ");
        above = byId.remove(above.path("parent").asLong());
      }
    }
    return key.toString();
  }
}
