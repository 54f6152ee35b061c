package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.ChangeLogLook;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.Listing;
import dev.caravan.netbox.Stage;
import dev.caravan.netbox.Turn;
import dev.caravan.netbox.TypeKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out what stands already of definitions: from the journal, and by looking. */
final class Resumption {

  /** So many numbers fit into the line of a request that every server takes. */
  private static final int TYPES_AT_ONCE = 300;

  private final Workbench bench;
  private final List<DefinitionWork> works = new ArrayList<>();
  private final Map<String, DefinitionWork> byType = new HashMap<>();
  private final Set<String> journalled = new HashSet<>();

  Resumption(Workbench bench) {
    this.bench = bench;
  }

  /**
   * What the journal knows of definitions that were at work before needs no look.
   *
   * @param kinds which kinds count as progress
   */
  void recall(List<DefinitionWork> loaded, Collection<ComponentKind> kinds) {
    Map<String, DefinitionWork> resumed = new HashMap<>();
    for (DefinitionWork work : loaded) {
      works.add(work);
      byType.put(work.row().kind().key() + work.row().typeId(), work);
      if (work.row().state() == State.WRITING) {
        resumed.put(work.row().path(), work);
      }
    }
    for (JournalEntry entry : bench.books().journal().of(bench.job(), resumed.keySet())) {
      DefinitionWork work = resumed.get(String.valueOf(entry.path()));
      if (work != null && entry.before() == null) {
        ComponentKind.ofKey(entry.kind()).ifPresent(kind -> recall(work, kind, entry, kinds));
        journalled.add(entry.kind() + entry.netboxId());
      }
    }
  }

  /** A type that somebody deleted meanwhile cannot get its components: the import says so. */
  List<Turn> stillThere() {
    List<Turn> turns = new ArrayList<>();
    for (TypeKind kind : TypeKind.values()) {
      Map<Long, DefinitionWork> gone = new TreeMap<>();
      works.stream()
          .filter(work -> work.row().kind() == kind && !work.refused())
          .filter(work -> Stream.of(ComponentKind.values()).anyMatch(k -> isUnsure(work, k)))
          .forEach(work -> gone.put(work.row().typeId(), work));
      for (List<Long> part : Parts.of(List.copyOf(gone.keySet()), TYPES_AT_ONCE)) {
        String ids = part.stream().map(id -> "id=" + id).collect(Collectors.joining("&"));
        turns.add(
            Listing.of(
                kind.path(), ids + "&fields=id", row -> gone.remove(row.path("id").asLong())));
      }
      turns.add(Stage.run(() -> gone.values().forEach(this::refuseGone)));
    }
    return turns;
  }

  private void refuseGone(DefinitionWork work) {
    String message =
        "its type, number %d, was deleted from NetBox meanwhile: import it again"
            .formatted(work.row().typeId());
    bench.refuse(work, ImportProblem.error("", "type-gone", message));
  }

  private void recall(
      DefinitionWork work,
      ComponentKind kind,
      JournalEntry entry,
      Collection<ComponentKind> counted) {
    List<ComponentWork> named =
        work.components(kind).stream().filter(each -> each.name().equals(entry.name())).toList();
    if (named.size() == 1) {
      work.stands(named.get(0), entry.netboxId());
    }
    if (counted.contains(kind)) {
      bench.progress().accept(1);
    }
  }

  /** Looks which components of the kind stand, where the journal doesn't know of all. */
  List<Turn> look(ComponentKind kind) {
    List<DefinitionWork> unsure = works.stream().filter(work -> isUnsure(work, kind)).toList();
    if (unsure.isEmpty()) {
      return List.of();
    }
    boolean compares = unsure.stream().anyMatch(work -> !work.row().action().owned());
    String fields = compares ? "" : "fields=" + ComponentLook.KEYS;
    List<Nameless> found = new ArrayList<>();
    Map<Long, String> messages = new HashMap<>();
    StandingComponents standing = new StandingComponents(kind, byType);
    List<Turn> turns = new ArrayList<>(ComponentLook.of(kind, rows(unsure), fields, standing::add));
    turns.add(Stage.run(() -> standing.match((each, row) -> adopt(each, row, found))));
    turns.add(
        (Stage)
            () ->
                bench.job().mark().isEmpty()
                    ? List.of()
                    : ChangeLogLook.of(
                        "dcim." + kind.model(),
                        found.stream().map(Nameless::id).toList(),
                        messages::put));
    turns.add(Stage.run(() -> heal(found, messages)));
    return turns;
  }

  /** A component of which the journal doesn't know, and which we were about to make. */
  private record Nameless(ComponentWork component, JsonNode row) {
    long id() {
      return row.path("id").asLong();
    }
  }

  /** Ours is what carries our mark; what carries none may be ours, and is never deleted. */
  private void heal(List<Nameless> found, Map<Long, String> messages) {
    List<JournalEntry> entries = new ArrayList<>();
    List<Written> healed = new ArrayList<>();
    for (Nameless each : found) {
      ComponentWork component = each.component();
      @Nullable String message = messages.get(each.id());
      if (message != null && !message.equals(bench.job().mark())) {
        component.stoodAs(each.row());
        continue;
      }
      JournalEntry entry =
          JournalEntry.created(
              component.kind().key(),
              each.id(),
              component.name(),
              component.definition().row().path());
      entries.add(message == null ? entry.uncertain() : entry);
      healed.add(
          Written.component(
              component,
              each.id(),
              Written.stampOf(each.row()),
              true,
              bench.translation().wrote(component)));
    }
    bench.books().journal().write(bench.job(), entries);
    bench.books().written().keep(bench.job(), healed);
    bench.progress().accept(entries.size());
  }

  private static List<DefinitionRow> rows(List<DefinitionWork> works) {
    return works.stream().map(DefinitionWork::row).toList();
  }

  private static boolean isUnsure(DefinitionWork work, ComponentKind kind) {
    if (!work.touches(kind)) {
      return false;
    }
    boolean begun = work.row().state() == State.WRITING && !work.knowsAll(kind);
    return !work.refused() && (begun || !work.row().action().owned());
  }

  private void adopt(ComponentWork component, JsonNode row, List<Nameless> found) {
    DefinitionWork work = component.definition();
    long id = row.path("id").asLong();
    work.stands(component, id);
    if (journalled.contains(component.kind().key() + id)) {
      return;
    }
    if (ours(component)) {
      found.add(new Nameless(component, row));
    } else {
      component.stoodAs(row);
    }
  }

  /** Whether we were about to make what the journal doesn't know, just before a crash. */
  private static boolean ours(ComponentWork component) {
    DefinitionRow row = component.definition().row();
    if (row.state() != State.WRITING) {
      return false;
    }
    return switch (row.action()) {
      case CREATE -> true;
      case COMPLETE -> false;
      case UPDATE -> UpdatePlan.creates(row.plan(), component);
    };
  }
}
