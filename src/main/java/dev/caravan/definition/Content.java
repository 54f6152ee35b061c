package dev.caravan.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.JsonPointers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a definition says, with its components ready to be asked for; odd shapes are left out. */
final class Content {

  private final DefinitionKind kind;
  private final ObjectNode fields;
  private final Map<ComponentKind, List<Component>> components = new EnumMap<>(ComponentKind.class);

  Content(DefinitionKind kind, ObjectNode fields) {
    this.kind = kind;
    this.fields = fields;
    for (ComponentKind each : ComponentKind.values()) {
      components.put(each, read(each));
    }
  }

  private List<Component> read(ComponentKind each) {
    List<Component> found = new ArrayList<>();
    JsonNode list = fields.path(each.key());
    for (int i = 0; list.isArray() && i < list.size(); i++) {
      if (list.get(i).isObject()) {
        found.add(new Component(each, JsonPointers.of("/" + each.key(), i), list.get(i)));
      }
    }
    return found;
  }

  DefinitionKind kind() {
    return kind;
  }

  ObjectNode fields() {
    return fields;
  }

  JsonNode field(String name) {
    return fields.path(name);
  }

  /** A field as text without space around, empty where it is absent, null or no scalar. */
  String text(String field) {
    JsonNode value = fields.path(field);
    return value.isValueNode() && !value.isNull() ? value.asText().strip() : "";
  }

  List<Component> all(ComponentKind each) {
    return components.getOrDefault(each, List.of());
  }

  List<Component> all() {
    return components.values().stream().flatMap(List::stream).toList();
  }

  /** The components of a kind by name; of several with one name the first. */
  Map<String, Component> byName(ComponentKind each) {
    return all(each).stream()
        .collect(
            Collectors.toMap(
                Component::name, Function.identity(), (first, other) -> first, LinkedHashMap::new));
  }

  Optional<Component> find(ComponentKind each, String name) {
    return all(each).stream().filter(component -> component.name().equals(name)).findFirst();
  }

  /** How many components of each kind there are, kinds without any left out. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    components.forEach(
        (each, list) -> {
          if (!list.isEmpty()) {
            counts.put(each.key().replace('-', '_'), list.size());
          }
        });
    return counts;
  }
}
