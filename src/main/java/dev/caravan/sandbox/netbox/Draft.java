package dev.caravan.sandbox.netbox;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An object as a request would have it, before anything is saved. */
final class Draft {

  /** One position of a port that is to be mapped to one of another. */
  record Mapping(int position, long port, int portPosition) {}

  private final Kind kind;
  private final Tables tables;
  private final @Nullable Row before;
  private final Map<String, Object> values;
  private final Map<String, List<Mapping>> mappings = new HashMap<>();

  Draft(Kind kind, Tables tables, @Nullable Row before) {
    this.kind = kind;
    this.tables = tables;
    this.before = before;
    this.values = before == null ? new HashMap<>() : new HashMap<>(before.values());
  }

  Kind kind() {
    return kind;
  }

  Tables tables() {
    return tables;
  }

  boolean isNew() {
    return before == null;
  }

  Optional<Row> before() {
    return Optional.ofNullable(before);
  }

  Map<String, Object> values() {
    return values;
  }

  /** The mappings that the request lists, by field; a field that it leaves out is not there. */
  Map<String, List<Mapping>> mappings() {
    return mappings;
  }

  void set(Field field, @Nullable Object value) {
    if (value == null) {
      values.remove(field.name());
    } else {
      values.put(field.name(), value);
    }
  }

  boolean has(String field) {
    Object value = values.get(field);
    return value != null && !"".equals(value);
  }

  boolean is(String field, String value) {
    return value.equals(values.get(field));
  }

  boolean isOneOf(String field, Stream<String> choices) {
    return choices.anyMatch(choice -> is(field, choice));
  }

  BigDecimal number(String field) {
    Object value = values.get(field);
    return value instanceof BigDecimal decimal
        ? decimal
        : value instanceof Long whole ? BigDecimal.valueOf(whole) : BigDecimal.ZERO;
  }

  @Nullable Long id(String field) {
    return (Long) values.get(field);
  }

  /** What a reference points at. */
  Optional<Row> target(String field) {
    Long id = id(field);
    return id == null
        ? Optional.empty()
        : kind.field(field).flatMap(link -> tables.of(link.target().kind()).find(id));
  }
}
