package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.netbox.TypeKind;
import org.jspecify.annotations.Nullable;

/**
 * An object of NetBox and what an import wrote into it.
 *
 * @param kind plural, with underscores, such as {@code power_ports}
 * @param stamp NetBox's time of creation; null while unknown
 * @param path the definition that asked for it
 * @param typeKind the kind of the type that it is, or is a component of
 * @param typeId the number of that type
 * @param made whether an import created it
 * @param fields the value last written of each field; in what is to be kept, null for a field that
 *     is no import's any more
 */
record Written(
    String kind,
    long netboxId,
    @Nullable String stamp,
    String name,
    String path,
    TypeKind typeKind,
    long typeId,
    boolean made,
    ObjectNode fields) {

  /** What no import ever wrote into. */
  static Written nothing() {
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    return new Written("", 0, null, "", "", TypeKind.DEVICE_TYPE, 0, false, none);
  }

  /** What is written into a component. */
  static Written component(
      ComponentWork item, long id, @Nullable String stamp, boolean made, ObjectNode fields) {
    DefinitionRow row = item.definition().row();
    return new Written(
        item.kind().key(),
        id,
        stamp,
        item.name(),
        row.path(),
        row.kind(),
        row.typeId(),
        made,
        fields);
  }

  /** What is written into a type. */
  static Written type(
      DefinitionRow row, long id, @Nullable String stamp, boolean made, ObjectNode fields) {
    return new Written(
        row.kind().plural(), id, stamp, row.model(), row.path(), row.kind(), id, made, fields);
  }

  /** The same object with other fields. */
  Written with(ObjectNode others) {
    return new Written(kind, netboxId, stamp, name, path, typeKind, typeId, made, others);
  }

  /** NetBox's time of creation as a row has it; null when the row doesn't say. */
  static @Nullable String stampOf(JsonNode row) {
    return row.path("created").isTextual() ? row.path("created").asText() : null;
  }

  /** Whether this is about the object of the row, and not about another that had its number. */
  boolean isOf(JsonNode row) {
    String now = stampOf(row);
    return netboxId != 0 && (stamp == null || now == null || stamp.equals(now));
  }

  /** The value last written; missing when no import wrote the field. */
  JsonNode field(String name) {
    return fields.path(name);
  }
}
