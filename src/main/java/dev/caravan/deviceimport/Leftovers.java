package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.Listing;
import dev.caravan.netbox.Turn;
import dev.caravan.netbox.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names the types that earlier imports made and that no definition of the library stands for any
 * more: another type is made of their file now, or the file is gone. None of them is deleted.
 */
final class Leftovers {

  static final String FORMER = "stands-under-former-name";

  private static final int TYPES_AT_ONCE = 300;

  private final ImportJob job;
  private final LibraryScope scope;
  private final Books books;
  private final LeftoverStore store;
  private final Map<String, String> outcomes = new TreeMap<>();

  Leftovers(ImportJob job, LibraryScope scope, Books books) {
    this.job = job;
    this.scope = scope;
    this.books = books;
    this.store = books.leftovers();
  }

  List<Turn> turns() {
    outcomes.putAll(store.outcomes(job.process()));
    Set<String> stood = store.types(job.process());
    List<Written> made =
        books.written().typesOf(job).stream()
            .filter(type -> !stood.contains(type.typeKind().key() + type.netboxId()))
            .filter(this::isAsked)
            .toList();
    List<Turn> turns = new ArrayList<>();
    for (TypeKind kind : TypeKind.values()) {
      Map<Long, Written> ofKind =
          made.stream()
              .filter(type -> type.typeKind() == kind)
              .collect(Collectors.toMap(Written::netboxId, type -> type));
      for (List<Long> part : Parts.of(List.copyOf(ofKind.keySet()), TYPES_AT_ONCE)) {
        String ids = part.stream().map(id -> "id=" + id).collect(Collectors.joining("&"));
        turns.add(
            Listing.of(
                kind.path(),
                ids + "&" + TypeTarget.KEYS,
                row -> stands(ofKind.get(row.path("id").asLong()), row)));
      }
    }
    return turns;
  }

  /** A definition that cannot be read any more may still be the type's. */
  private boolean isAsked(Written type) {
    String outcome = outcomes.get(type.path());
    return outcome == null ? scope.includes(type.path()) : !outcome.equals("invalid");
  }

  private void stands(@Nullable Written type, JsonNode row) {
    if (type == null || !type.isOf(row)) {
      return;
    }
    String standing =
        "\"%s\", which an earlier import made from this file, still stands in NetBox (%s %d)"
            .formatted(row.path("model").asText(), type.typeKind().path(), type.netboxId());
    if (outcomes.containsKey(type.path())) {
      books
          .definitions()
          .addProblem(
              job.process(),
              type.path(),
              ImportProblem.warning("/model", FORMER, standing + ", as another type"));
    } else {
      store.gone(
          job,
          type,
          row,
          ImportProblem.warning(
              "", "gone-from-library", standing + "; the library has the file no longer"));
    }
  }
}
