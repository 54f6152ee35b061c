package dev.caravan.sandbox.netbox;

import dev.caravan.sandbox.netbox.Kind.Unique;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All objects of one kind, with the indexes that make look-ups cheap. Callers hold the lock. */
final class Table {

  private final Kind kind;
  private final TreeMap<Long, Row> rows = new TreeMap<>();
  private final Map<Unique, Map<List<Object>, Long>> keys = new HashMap<>();
  private final Map<String, Map<Long, Set<Long>>> pointing = new HashMap<>();
  private long lastId;
  private long changes;

  Table(Kind kind) {
    this(kind, 0);
  }

  /**
   * An empty table in place of one: its count of changes goes on, so that nothing stale looks new.
   */
  Table(Kind kind, long changes) {
    this.kind = kind;
    this.changes = changes;
    kind.uniques().forEach(unique -> keys.put(unique, new HashMap<>()));
    kind.fields().values().stream()
        .filter(Field::pointsElsewhere)
        .forEach(field -> pointing.put(field.name(), new HashMap<>()));
  }

  Kind kind() {
    return kind;
  }

  Optional<Row> find(long id) {
    return Optional.ofNullable(rows.get(id));
  }

  Collection<Row> rows() {
    return rows.values();
  }

  /** Grows with every change: tells whether something derived from the rows is stale. */
  long changes() {
    return changes;
  }

  /** A number never given before, not even to an object that was rolled back. */
  long nextId() {
    return ++lastId;
  }

  long lastId() {
    return lastId;
  }

  void startAfter(long id) {
    lastId = Math.max(lastId, id);
  }

  /** Which object holds these values of a unique constraint. */
  @Nullable Long holder(Unique unique, Map<String, Object> values) {
    List<Object> key = key(unique, values);
    return key.isEmpty() ? null : index(unique).get(key);
  }

  /** The objects whose field points at this id. */
  Set<Long> pointingAt(String field, long id) {
    return pointing.getOrDefault(field, Map.of()).getOrDefault(id, Set.of());
  }

  void put(Row row) {
    for (Unique unique : kind.uniques()) {
      Long holder = holder(unique, row.values());
      if (holder != null && holder != row.id()) {
        throw clash(unique, row);
      }
    }
    remove(row.id());
    rows.put(row.id(), row);
    kind.uniques().forEach(unique -> claim(unique, row));
    pointing.forEach((field, targets) -> point(targets, row.reference(field), row.id()));
    changes++;
  }

  /** As PostgreSQL words it. */
  private Crash clash(Unique unique, Row row) {
    List<String> columns =
        unique.fields().stream()
            .map(
                name ->
                    kind.field(name).filter(Field::pointsElsewhere).isPresent()
                        ? name + "_id"
                        : name)
            .toList();
    List<String> key = key(unique, row.values()).stream().map(Object::toString).toList();
    return new Crash(
        "IntegrityError",
        "duplicate key value violates unique constraint \"%s\"\nDETAIL:  Key (%s)=(%s) already exists."
            .formatted(unique.constraint(), String.join(", ", columns), String.join(", ", key)));
  }

  @Nullable Row remove(long id) {
    Row old = rows.remove(id);
    if (old == null) {
      return null;
    }
    kind.uniques().forEach(unique -> index(unique).remove(key(unique, old.values()), id));
    pointing.forEach((field, targets) -> unpoint(targets, old.reference(field), id));
    changes++;
    return old;
  }

  private void claim(Unique unique, Row row) {
    List<Object> key = key(unique, row.values());
    if (!key.isEmpty()) {
      index(unique).put(key, row.id());
    }
  }

  private Map<List<Object>, Long> index(Unique unique) {
    return keys.getOrDefault(unique, Collections.emptyMap());
  }

  private static void point(Map<Long, Set<Long>> targets, @Nullable Long target, long id) {
    if (target != null) {
      targets.computeIfAbsent(target, any -> new LinkedHashSet<>()).add(id);
    }
  }

  private static void unpoint(Map<Long, Set<Long>> targets, @Nullable Long target, long id) {
    if (target != null) {
      targets.getOrDefault(target, new LinkedHashSet<>()).remove(id);
    }
  }

  private static List<Object> key(Unique unique, Map<String, Object> values) {
    List<Object> key = new ArrayList<>(unique.fields().size());
    for (String field : unique.fields()) {
      Object value = values.get(field);
      if (value == null) {
        return List.of();
      }
      key.add(value);
    }
    return key;
  }
}
