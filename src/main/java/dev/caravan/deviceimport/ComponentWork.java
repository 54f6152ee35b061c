package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.ComponentKind;
import org.jspecify.annotations.Nullable;

/** One component of a definition that is at work; the same one only to itself. */
final class ComponentWork {

  private final DefinitionWork definition;
  private final ComponentKind kind;
  private final int index;
  private final JsonNode item;
  private final String name;
  private @Nullable JsonNode standing;
  private Written written = Written.nothing();

  ComponentWork(DefinitionWork definition, ComponentKind kind, int index, JsonNode item) {
    this.definition = definition;
    this.kind = kind;
    this.index = index;
    this.item = item;
    this.name = item.path("name").asText().strip();
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
