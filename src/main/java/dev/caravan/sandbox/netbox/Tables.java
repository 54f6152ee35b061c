package dev.caravan.sandbox.netbox;

import dev.caravan.sandbox.netbox.Field.Link;
import dev.caravan.sandbox.netbox.Field.OnDelete;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything that stands, and the way back out of a half-done write. Callers hold the lock. */
final class Tables {

  /** A deletion that other objects stand against. */
  static final class Protected extends RuntimeException {
    private final List<Row> dependents;

    Protected(Collection<Row> dependents) {
      super("protected", null, false, false);
      this.dependents = List.copyOf(dependents);
    }

    List<Row> dependents() {
      return dependents;
    }
  }

  private final Map<String, Table> tables = new LinkedHashMap<>();
  private final Deque<Runnable> undo = new ArrayDeque<>();
  private final List<Change> changes = new ArrayList<>();

  Tables(Collection<Kind> kinds) {
    kinds.forEach(kind -> tables.put(kind.endpoint(), new Table(kind)));
  }

  Collection<Table> all() {
    return tables.values();
  }

  Table of(String kind) {
    Table table = tables.get(kind);
    if (table == null) {
      throw new IllegalArgumentException("no such kind: " + kind);
    }
    return table;
  }

  Table of(Kind kind) {
    return of(kind.endpoint());
  }

  boolean holds(String kind) {
    return tables.containsKey(kind);
  }

  /** What a reference of an object points at. */
  Optional<Row> target(Row row, Field field) {
    Long id = row.reference(field.name());
    return id == null ? Optional.empty() : of(field.target().kind()).find(id);
  }

  long count(Link counted, long id) {
    return holds(counted.kind()) ? of(counted.kind()).pointingAt(counted.via(), id).size() : 0;
  }

  /** Nothing stands any more, and ids begin anew. */
  void clear() {
    tables.replaceAll((name, table) -> new Table(table.kind(), table.changes() + 1));
    undo.clear();
    changes.clear();
  }

  /** What is done from here on can be taken back by {@link #rollBack}. */
  void begin() {
    undo.clear();
    changes.clear();
  }

  /** What was done since {@link #begin}, in order. */
  List<Change> changes() {
    return List.copyOf(changes);
  }

  void rollBack() {
    changes.clear();
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }

  void insert(Row row) {
    of(row.kind()).put(row);
    changes.add(Change.saved(row));
    undo.push(() -> of(row.kind()).remove(row.id()));
  }

  void update(Row row) {
    Table table = of(row.kind());
    Row before = table.find(row.id()).orElseThrow();
    table.put(row);
    changes.add(Change.saved(row));
    undo.push(() -> table.put(before));
  }

  /** Takes with it what hangs on the object; refuses where something protects it. */
  void delete(Row row) {
    Set<Row> doomed = new LinkedHashSet<>();
    Set<Row> protectors = new LinkedHashSet<>();
    gather(row, doomed, protectors);
    protectors.removeAll(doomed);
    if (!protectors.isEmpty()) {
      throw new Protected(protectors);
    }
    List<Row> reversed = new ArrayList<>(doomed);
    Collections.reverse(reversed);
    reversed.forEach(this::drop);
  }

  private void drop(Row row) {
    for (Pointer pointer : pointersTo(row)) {
      if (pointer.field().target().onDelete() == OnDelete.SET_NULL) {
        of(pointer.row().kind())
            .find(pointer.row().id())
            .ifPresent(current -> update(current.without(pointer.field().name())));
      }
    }
    Table table = of(row.kind());
    Row old = table.remove(row.id());
    if (old != null) {
      changes.add(Change.deleted(old));
      undo.push(() -> table.put(old));
    }
  }

  private void gather(Row row, Set<Row> doomed, Set<Row> protectors) {
    if (!doomed.add(row)) {
      return;
    }
    for (Pointer pointer : pointersTo(row)) {
      switch (pointer.field().target().onDelete()) {
        case CASCADE -> gather(pointer.row(), doomed, protectors);
        case PROTECT -> protectors.add(pointer.row());
        case SET_NULL -> {}
      }
    }
  }

  private record Pointer(Row row, Field field) {}

  private List<Pointer> pointersTo(Row row) {
    List<Pointer> found = new ArrayList<>();
    for (Table table : tables.values()) {
      for (Field field : table.kind().fields().values()) {
        if (field.pointsElsewhere() && field.target().kind().equals(row.kind().endpoint())) {
          for (long id : table.pointingAt(field.name(), row.id())) {
            table.find(id).ifPresent(pointing -> found.add(new Pointer(pointing, field)));
          }
        }
      }
    }
    return found;
  }
}
