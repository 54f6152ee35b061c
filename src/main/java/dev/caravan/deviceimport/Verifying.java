package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.Listing;
import dev.caravan.netbox.Stage;
import dev.caravan.netbox.Turn;
import dev.caravan.netbox.TypeKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Counts what NetBox holds of the types that an import wrote.
 *
 * <p>By the counters that NetBox keeps on a type; where it keeps none (module types of older
 * releases) by listing the components themselves. A difference is a problem of its definition.
 */
final class Verifying {

  private static final int TYPES_AT_ONCE = 300;

  private final ImportJob job;
  private final Books books;
  private final Map<String, Map<ComponentKind, Integer>> counted = new HashMap<>();

  Verifying(ImportJob job, Books books) {
    this.job = job;
    this.books = books;
  }

  List<Turn> turns() {
    List<DefinitionRow> written = books.definitions().written(job.process());
    List<Turn> turns = new ArrayList<>();
    for (TypeKind kind : TypeKind.values()) {
      List<DefinitionRow> ofKind = written.stream().filter(row -> row.kind() == kind).toList();
      for (List<DefinitionRow> part : Parts.of(ofKind, TYPES_AT_ONCE)) {
        turns.add(types(kind, part));
      }
    }
    turns.add((Stage) () -> uncounted(written));
    turns.add(Stage.run(() -> written.forEach(this::check)));
    return turns;
  }

  private Turn types(TypeKind kind, List<DefinitionRow> part) {
    String ids = part.stream().map(row -> "id=" + row.typeId()).collect(Collectors.joining("&"));
    String counters =
        List.of(ComponentKind.values()).stream()
            .map(ComponentKind::counter)
            .collect(Collectors.joining(","));
    return Listing.of(kind.path(), ids + "&fields=id," + counters, row -> count(kind, row));
  }

  private void count(TypeKind kind, JsonNode row) {
    Map<ComponentKind, Integer> counts = counts(kind, row.path("id").asLong());
    for (ComponentKind component : ComponentKind.values()) {
      if (row.has(component.counter())) {
        counts.put(component, row.path(component.counter()).asInt());
      }
    }
  }

  private Map<ComponentKind, Integer> counts(TypeKind kind, long type) {
    return counted.computeIfAbsent(kind.key() + type, key -> new EnumMap<>(ComponentKind.class));
  }

  /** Lists the components of types on which NetBox keeps no counter. */
  private List<Turn> uncounted(List<DefinitionRow> written) {
    List<Turn> turns = new ArrayList<>();
    for (ComponentKind component : ComponentKind.values()) {
      List<DefinitionRow> rows =
          written.stream()
              .filter(row -> row.count(component) > 0)
              .filter(row -> stands(row) && !countsOf(row).containsKey(component))
              .toList();
      turns.addAll(
          ComponentLook.of(
              component, rows, "fields=" + ComponentLook.KEYS, row -> add(component, row)));
    }
    return turns;
  }

  private void add(ComponentKind component, JsonNode row) {
    for (TypeKind kind : TypeKind.values()) {
      long type = row.path(kind.reference()).path("id").asLong();
      if (type != 0) {
        counts(kind, type).merge(component, 1, Integer::sum);
      }
    }
  }

  private boolean stands(DefinitionRow row) {
    return counted.containsKey(row.kind().key() + row.typeId());
  }

  private Map<ComponentKind, Integer> countsOf(DefinitionRow row) {
    return counted.getOrDefault(row.kind().key() + row.typeId(), Map.of());
  }

  private void check(DefinitionRow row) {
    if (!stands(row)) {
      report(row, "", "its type is not in NetBox any more");
      return;
    }
    for (ComponentKind component : ComponentKind.values()) {
      int wanted = row.count(component);
      int held = countsOf(row).getOrDefault(component, 0);
      if (row.action().owned() ? held != wanted : held < wanted) {
        report(row, "/" + component.libraryKey(), "NetBox holds %d of %d".formatted(held, wanted));
      }
    }
  }

  private void report(DefinitionRow row, String pointer, String message) {
    books
        .definitions()
        .addProblem(job.process(), row.path(), ImportProblem.error(pointer, "verify", message));
  }
}
