package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.ComponentKind;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One component of a definition that is at work; the same one only to itself. */
final class ComponentWork {

  private final DefinitionWork definition;
  private final ComponentKind kind;
  private final int index;
  private final JsonNode item;
  private final String name;
  private final String parent;
  private @Nullable JsonNode standing;
  private Written written = Written.nothing();

  ComponentWork(DefinitionWork definition, ComponentKind kind, int index, JsonNode item) {
    this.definition = definition;
    this.kind = kind;
    this.index = index;
    this.item = item;
    this.name = item.path("name").asText().strip();
    this.parent = hasParents(kind) ? item.path("parent").asText("").strip() : "";
  }

  private static boolean hasParents(ComponentKind kind) {
    return kind == ComponentKind.INTERFACES || kind == ComponentKind.INVENTORY_ITEMS;
  }

  DefinitionWork definition() {
    return definition;
  }

  ComponentKind kind() {
    return kind;
  }

  /** What the library says of it. */
  JsonNode item() {
    return item;
  }

  /** Its name as NetBox keeps it, without blanks at its ends. */
  String name() {
    return name;
  }

  /** The name of what it is a part of; empty for most. */
  String parentName() {
    return parent;
  }

  /** What it is a part of; empty for most, and where there is no such component. */
  Optional<ComponentWork> parent() {
    return parent.isEmpty() ? Optional.empty() : definition.component(kind, parent);
  }

  /** How many it is a part of, one within the other: they have to be made before it. */
  int depth() {
    return above().size();
  }

  /**
   * Its name with what it is a part of before it, which is the only one of its kind. Only inventory
   * items of one name may stand below several parents.
   */
  String key() {
    if (kind != ComponentKind.INVENTORY_ITEMS) {
      return name;
    }
    StringBuilder key = new StringBuilder(name);
    above().forEach(each -> key.insert(0, each.name() + " / "));
    return key.toString();
  }

  /** Those that it is a part of, the nearest first. */
  private Set<ComponentWork> above() {
    Set<ComponentWork> above = new LinkedHashSet<>();
    Optional<ComponentWork> next = parent();
    while (next.isPresent() && above.add(next.get())) {
      next = next.get().parent();
    }
    return above;
  }

  /** Where it is in its file. */
  String pointer() {
    return "/" + kind.libraryKey() + "/" + index;
  }

  /** Its object as NetBox held it before we came; null for what we make ourselves. */
  @Nullable JsonNode standing() {
    return standing;
  }

  void stoodAs(JsonNode row) {
    standing = row;
    written = definition.written(kind, row);
  }

  /** What imports wrote into that object. */
  Written written() {
    return written;
  }
}
