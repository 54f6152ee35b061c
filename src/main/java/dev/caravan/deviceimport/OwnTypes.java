package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.BulkDelete;
import dev.caravan.netbox.ChangeLogLook;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.Listing;
import dev.caravan.netbox.Stage;
import dev.caravan.netbox.Turn;
import dev.caravan.netbox.TypeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Takes back types of one kind that imports began and of which NetBox refuses a part.
 *
 * <p>It looks before it deletes: a type goes with its components only if imports made all of it, it
 * was never complete, and nobody has changed any of it since. Of any other type only what this
 * import added goes, as far as that is untouched; the type stays, and the import says so.
 */
final class OwnTypes {

  private static final int TYPES_AT_ONCE = 140;

  private record Part(ComponentKind kind, long type, JsonNode row) {
    long id() {
      return row.path("id").asLong();
    }
  }

  private final Workbench bench;
  private final TypeKind kind;
  private final Map<Long, DefinitionWork> works = new TreeMap<>();
  private final Map<Long, JsonNode> types = new HashMap<>();
  private final List<Part> parts = new ArrayList<>();
  private final Set<Part> ours = new HashSet<>();
  private final Map<Long, String> kept = new TreeMap<>();

  OwnTypes(Workbench bench, TypeKind kind, List<DefinitionWork> refused) {
    this.bench = bench;
    this.kind = kind;
    refused.stream()
        .filter(work -> work.row().kind() == kind && work.row().action().owned())
        .filter(work -> work.row().typeId() != 0)
        .forEach(work -> works.put(work.row().typeId(), work));
  }

  List<Turn> turns() {
    if (works.isEmpty()) {
      return List.of();
    }
    List<DefinitionRow> rows = works.values().stream().map(DefinitionWork::row).toList();
    List<Turn> turns = new ArrayList<>();
    for (List<Long> part : Parts.of(List.copyOf(works.keySet()), TYPES_AT_ONCE)) {
      String ids = part.stream().map(id -> "id=" + id).collect(Collectors.joining("&"));
      turns.add(
          Listing.of(
              kind.path(),
              ids + "&fields=id," + Untouched.TIMES,
              row -> types.put(row.path("id").asLong(), row)));
    }
    for (ComponentKind component : ComponentKind.values()) {
      String fields = "fields=%s,%s".formatted(ComponentLook.KEYS, Untouched.TIMES);
      turns.addAll(ComponentLook.of(component, rows, fields, row -> seen(component, row)));
    }
    turns.add((Stage) this::makers);
    turns.add((Stage) this::takeBack);
    turns.add(Stage.run(this::finish));
    return turns;
  }

  private void seen(ComponentKind component, JsonNode row) {
    parts.add(new Part(component, row.path(kind.reference()).path("id").asLong(), row));
  }

  /** Whose the components are: the journal knows most, NetBox's change log the others. */
  private List<Turn> makers() {
    List<Turn> looks = new ArrayList<>();
    for (ComponentKind component : ComponentKind.values()) {
      Map<Long, Part> ofKind =
          parts.stream()
              .filter(part -> part.kind() == component)
              .collect(Collectors.toMap(Part::id, part -> part));
      Set<Long> made =
          bench.books().journal().made(bench.job().netbox(), component.key(), ofKind.keySet());
      made.forEach(id -> ours.add(part(ofKind, id)));
      Set<Long> unsure = new HashSet<>(ofKind.keySet());
      unsure.removeAll(made);
      looks.addAll(
          ChangeLogLook.of(
              "dcim." + component.model(),
              unsure,
              (id, message) -> {
                if (Mark.read(message).filter(this::isImport).isPresent()) {
                  ours.add(part(ofKind, id));
                }
              }));
    }
    return looks;
  }

  private static Part part(Map<Long, Part> parts, long id) {
    return java.util.Objects.requireNonNull(parts.get(id));
  }

  private boolean isImport(UUID process) {
    return bench
        .books()
        .definitions()
        .job(process)
        .filter(job -> job.netbox().equals(bench.job().netbox()))
        .isPresent();
  }

  private List<Turn> takeBack() {
    HalfMade halfMade =
        new HalfMade(
            bench.books().journal().halfMade(bench.job().netbox()).stream()
                .filter(JournalEntry::certain)
                .toList());
    works.keySet().forEach(type -> doubt(type, halfMade).ifPresent(why -> kept.put(type, why)));
    List<Turn> turns = new ArrayList<>(ownParts());
    List<Long> doomed =
        works.keySet().stream().filter(type -> !kept.containsKey(type)).sorted().toList();
    turns.add(new BulkDelete(kind.path(), bench.size(), doomed, kept::put));
    return turns;
  }

  /** Why a type is not, or perhaps not, the imports' alone; empty when it is. */
  private Optional<String> doubt(long type, HalfMade halfMade) {
    JsonNode row = types.get(type);
    if (row == null) {
      return Optional.empty();
    }
    if (!halfMade.is(kind, row)) {
      return Optional.of("it is not certain that an import made it, or somebody has completed it");
    }
    if (!Untouched.is(row)) {
      return Optional.of("somebody has changed it since");
    }
    return parts.stream()
        .filter(part -> part.type() == type && !(ours.contains(part) && untouched(part)))
        .findFirst()
        .map(
            part ->
                "somebody has made or changed a part of it (%s '%s')"
                    .formatted(part.kind().libraryKey(), part.row().path("name").asText()));
  }

  /** Bridges are set by ourselves, once all interfaces are there. */
  private boolean untouched(Part part) {
    DefinitionWork work = works.get(part.type());
    boolean bridged =
        work != null
            && part.kind() == ComponentKind.INTERFACES
            && work.component(part.kind(), part.row().path("name").asText())
                .filter(component -> component.item().hasNonNull("bridge"))
                .isPresent();
    return bridged || Untouched.is(part.row());
  }

  /** What this import added to types that stay. */
  private List<Turn> ownParts() {
    List<String> paths =
        kept.keySet().stream()
            .flatMap(type -> Optional.ofNullable(works.get(type)).stream())
            .map(work -> work.row().path())
            .toList();
    List<JournalEntry> added =
        bench.books().journal().of(bench.job(), paths).stream()
            .filter(entry -> entry.before() == null)
            .toList();
    List<ComponentKind> backwards = new ArrayList<>(List.of(ComponentKind.values()));
    Collections.reverse(backwards);
    List<Turn> turns = new ArrayList<>();
    for (ComponentKind component : backwards) {
      Set<Long> ids =
          added.stream()
              .filter(entry -> entry.kind().equals(component.key()))
              .map(JournalEntry::netboxId)
              .collect(Collectors.toSet());
      List<JsonNode> doomed =
          parts.stream()
              .filter(part -> part.kind() == component && ids.contains(part.id()))
              .filter(part -> kept.containsKey(part.type()) && untouched(part))
              .map(Part::row)
              .toList();
      for (List<Long> some : DeepestFirst.of(doomed)) {
        turns.add(new BulkDelete(component.path(), bench.size(), some, (id, words) -> {}));
      }
    }
    return turns;
  }

  /** What stays is somebody's now: no later import completes it or takes it back. */
  private void finish() {
    Journal journal = bench.books().journal();
    ImportStore definitions = bench.books().definitions();
    List<String> gone = new ArrayList<>();
    works.forEach(
        (type, work) -> {
          String why = kept.get(type);
          if (why == null) {
            gone.add(work.row().path());
          } else {
            definitions.addProblem(
                bench.job().process(),
                work.row().path(),
                ImportProblem.error("", "not-taken-back", "its type stays in NetBox: " + why));
          }
        });
    journal.complete(bench.job(), kind, List.copyOf(kept.keySet()));
    definitions.gone(bench.job().process(), gone);
  }
}
