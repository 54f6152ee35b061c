package dev.caravan.sandbox.netbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One object as it stands; a change makes a new one.
 *
 * @param values what is not null, by field
 * @param createdBy the request that made it
 * @param updatedBy the request that changed it last
 */
record Row(
    Kind kind,
    long id,
    Map<String, Object> values,
    Instant created,
    Instant updated,
    UUID createdBy,
    @Nullable UUID updatedBy) {

  @Nullable Object value(String field) {
    return values.get(field);
  }

  String text(String field) {
    Object value = values.get(field);
    return value == null ? "" : value.toString();
  }

  boolean is(String field, String value) {
    return value.equals(values.get(field));
  }

  @Nullable Long reference(String field) {
    return (Long) values.get(field);
  }

  /** How a person would call it. */
  String display() {
    if (values.containsKey("model")) {
      return text("model");
    }
    if (values.containsKey("address")) {
      return text("address");
    }
    String label = text("label");
    return label.isEmpty() ? text("name") : text("name") + " (" + label + ")";
  }

  Row without(String field) {
    Map<String, Object> rest = new HashMap<>(values);
    rest.remove(field);
    return new Row(kind, id, rest, created, updated, createdBy, updatedBy);
  }

  /** Two states of one object are the same object. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Row row && row.id == id && row.kind.endpoint().equals(kind.endpoint());
  }

  @Override
  public int hashCode() {
    return 31 * kind.endpoint().hashCode() + Long.hashCode(id);
  }
}
