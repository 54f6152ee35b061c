package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.ComponentKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A definition while its components are written: what is there by now. */
final class DefinitionWork {

  private final DefinitionRow row;
  private final Map<ComponentKind, Map<String, ComponentWork>> components;
  private final Map<ComponentKind, Map<String, ComponentWork>> byName =
      new EnumMap<>(ComponentKind.class);
  private final Map<ComponentKind, Map<String, Long>> ids = new EnumMap<>(ComponentKind.class);
  private final List<ComponentWork> twins = new ArrayList<>();
  private final Map<ComponentKind, List<JsonNode>> leftovers = new EnumMap<>(ComponentKind.class);
  private WrittenObjects written = new WrittenObjects(List.of());
  private boolean refused;

  DefinitionWork(DefinitionRow row) {
    this.row = row;
    this.refused = row.state() == State.REFUSING;
    this.components = new EnumMap<>(ComponentKind.class);
    for (ComponentKind kind : ComponentKind.values()) {
      read(kind);
    }
  }

  private void read(ComponentKind kind) {
    JsonNode items = row.content().path(kind.libraryKey());
    List<ComponentWork> all = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      ComponentWork component = new ComponentWork(this, kind, i, items.get(i));
      all.add(component);
      byName.computeIfAbsent(kind, k -> new HashMap<>()).putIfAbsent(component.name(), component);
    }
    Map<String, ComponentWork> byKey = new LinkedHashMap<>();
    for (ComponentWork component : all) {
      if (byKey.putIfAbsent(component.key(), component) != null) {
        twins.add(component);
      }
    }
    components.put(kind, byKey);
  }

  DefinitionRow row() {
    return row;
  }

  /** Its components of a kind, in the order of its file. */
  Collection<ComponentWork> components(ComponentKind kind) {
    return named(kind).values();
  }

  /** What imports wrote into the type and its components. */
  void remember(WrittenObjects objects) {
    written = objects;
  }

  Written written(ComponentKind kind, JsonNode row) {
    return written.of(kind.key(), row);
  }

  Written writtenType(JsonNode type) {
    return written.of(row.kind().plural(), type);
  }

  /** NetBox has a component that the library doesn't have. */
  void leftOver(ComponentKind kind, JsonNode component) {
    leftovers.computeIfAbsent(kind, k -> new ArrayList<>()).add(component);
  }

  List<JsonNode> leftovers(ComponentKind kind) {
    return leftovers.getOrDefault(kind, List.of());
  }

  boolean has(ComponentKind kind) {
    return !named(kind).isEmpty();
  }

  /** The first of a name: only inventory items can have it more than once. */
  Optional<ComponentWork> component(ComponentKind kind, String name) {
    return Optional.ofNullable(byName.getOrDefault(kind, Map.of()).get(name.strip()));
  }

  /** Components that cannot be told from another of their kind: NetBox could hold only one. */
  List<ComponentWork> twins() {
    return twins;
  }

  /** Whether components of the kind are written, or needed by others that are. */
  boolean touches(ComponentKind kind) {
    return has(kind)
        && (row.action().owned()
            || UpdatePlan.touches(row.plan(), kind)
            || kind.dependents().stream().anyMatch(d -> UpdatePlan.touches(row.plan(), d)));
  }

  private Map<String, ComponentWork> named(ComponentKind kind) {
    return components.getOrDefault(kind, Map.of());
  }

  /** The number in NetBox of the first component of a name; empty while it isn't there. */
  Optional<Long> id(ComponentKind kind, String name) {
    return component(kind, name).flatMap(this::id);
  }

  Optional<Long> id(ComponentWork component) {
    return Optional.ofNullable(ids.getOrDefault(component.kind(), Map.of()).get(component.key()));
  }

  boolean knows(ComponentWork component) {
    return id(component).isPresent();
  }

  /** Whether every component of the kind is there. */
  boolean knowsAll(ComponentKind kind) {
    return ids.getOrDefault(kind, Map.of()).keySet().containsAll(named(kind).keySet());
  }

  void stands(ComponentWork component, long id) {
    ids.computeIfAbsent(component.kind(), k -> new HashMap<>()).put(component.key(), id);
  }

  /** NetBox will not have a part of it: nothing more of it is sent. */
  void refuse() {
    refused = true;
  }

  boolean refused() {
    return refused;
  }
}
