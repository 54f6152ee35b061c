package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.netbox.BulkDelete;
import dev.caravan.netbox.BulkUpdate;
import dev.caravan.netbox.BulkUpdateTarget;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.Listing;
import dev.caravan.netbox.Patch;
import dev.caravan.netbox.Stage;
import dev.caravan.netbox.Turn;
import dev.caravan.netbox.TypeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Takes back what was done for definitions of which NetBox refused a part.
 *
 * <p>A type of our own goes with all its components if it is nobody else's by now. Of a type that
 * stood before, what we created is deleted and what we changed is set back, as the journal has it
 * and as far as nobody has changed it since. Repeating it does no harm.
 */
final class TakingBack {

  private final Workbench bench;
  private final List<DefinitionWork> refused;

  TakingBack(Workbench bench, List<DefinitionWork> works) {
    this.bench = bench;
    this.refused = works.stream().filter(DefinitionWork::refused).toList();
  }

  List<Turn> turns() {
    if (refused.isEmpty()) {
      return List.of();
    }
    List<Turn> turns = new ArrayList<>();
    for (TypeKind kind : TypeKind.values()) {
      turns.addAll(new OwnTypes(bench, kind, refused).turns());
    }
    turns.addAll(standingTypes());
    turns.add(Stage.run(this::finish));
    return turns;
  }

  private List<Turn> standingTypes() {
    List<DefinitionRow> rows =
        refused.stream().map(DefinitionWork::row).filter(row -> !row.action().owned()).toList();
    List<JournalEntry> done =
        bench.books().journal().of(bench.job(), rows.stream().map(DefinitionRow::path).toList());
    List<ComponentKind> backwards = new ArrayList<>(List.of(ComponentKind.values()));
    Collections.reverse(backwards);
    List<Turn> turns = new ArrayList<>();
    for (ComponentKind kind : backwards) {
      List<JournalEntry> ofKind =
          done.stream().filter(entry -> entry.kind().equals(kind.key())).toList();
      if (!ofKind.isEmpty()) {
        Map<Long, JsonNode> now = new HashMap<>();
        turns.addAll(ComponentLook.of(kind, rows, "", row -> keep(now, row)));
        turns.add(
            (Stage)
                () -> {
                  List<Turn> back = new ArrayList<>(delete(kind, ofKind, now));
                  back.add(restore(kind.path(), ofKind, now));
                  return back;
                });
      }
    }
    for (TypeKind kind : TypeKind.values()) {
      List<JournalEntry> ofKind =
          done.stream().filter(entry -> entry.kind().equals(kind.plural())).toList();
      if (!ofKind.isEmpty()) {
        Map<Long, JsonNode> now = new HashMap<>();
        String ids =
            ofKind.stream().map(entry -> "id=" + entry.netboxId()).collect(Collectors.joining("&"));
        turns.add(Listing.of(kind.path(), ids, row -> keep(now, row)));
        turns.add((Stage) () -> List.of(restore(kind.path(), ofKind, now)));
      }
    }
    return turns;
  }

  private static void keep(Map<Long, JsonNode> now, JsonNode row) {
    now.put(row.path("id").asLong(), row);
  }

  /** What we made goes, unless somebody has worked on it since, or it is not there any more. */
  private List<Turn> delete(
      ComponentKind kind, List<JournalEntry> entries, Map<Long, JsonNode> now) {
    Map<Long, String> paths = new HashMap<>();
    List<JsonNode> doomed = new ArrayList<>();
    for (JournalEntry entry : entries) {
      JsonNode row = now.get(entry.netboxId());
      if (entry.before() == null && row != null) {
        if (entry.certain()
            && row.path("name").asText().equals(entry.name())
            && Untouched.is(row)) {
          paths.put(entry.netboxId(), String.valueOf(entry.path()));
          doomed.add(row);
        } else {
          kept(
              String.valueOf(entry.path()),
              "'%s' may be somebody's, or was changed since".formatted(entry.name()));
        }
      }
    }
    return DeepestFirst.of(doomed).stream()
        .<Turn>map(
            ids ->
                new BulkDelete(
                    kind.path(),
                    bench.size(),
                    ids,
                    (id, words) -> kept(paths.getOrDefault(id, ""), words)))
        .toList();
  }

  /**
   * What we changed is set back, as far as it is still what we made of it; a change that was
   * written down and never sent needs nothing.
   */
  private Turn restore(String path, List<JournalEntry> entries, Map<Long, JsonNode> now) {
    List<Patch<String>> patches = new ArrayList<>();
    for (JournalEntry entry : entries) {
      JsonNode row = now.get(entry.netboxId());
      if (entry.before() instanceof ObjectNode before && row != null) {
        List<String> changed = names(before, field -> !Still.holds(row, field, before));
        List<String> ours =
            changed.stream().filter(field -> Still.holds(row, field, entry.after())).toList();
        ObjectNode back = before.deepCopy().retain(ours);
        if (ours.size() < changed.size()) {
          kept(String.valueOf(entry.path()), "somebody has changed '%s'".formatted(entry.name()));
        }
        if (!back.isEmpty()) {
          patches.add(new Patch<>(String.valueOf(entry.path()), entry.netboxId(), back));
        }
      }
    }
    return BulkUpdate.of(new Restoring(path), bench.size(), patches);
  }

  private static List<String> names(ObjectNode fields, Predicate<String> wanted) {
    return fields.properties().stream().map(Map.Entry::getKey).filter(wanted).toList();
  }

  private void kept(String path, String words) {
    bench
        .books()
        .definitions()
        .addProblem(
            bench.job().process(),
            path,
            ImportProblem.error("", "not-taken-back", "NetBox keeps a part of it: " + words));
  }

  private void finish() {
    List<String> paths = refused.stream().map(work -> work.row().path()).toList();
    bench.books().journal().undone(bench.job(), paths);
    bench.books().written().undone(bench.job().process(), paths);
    bench
        .books()
        .definitions()
        .finish(bench.job().process(), Outcomes.all(paths, Outcomes.REFUSED));
  }

  /** Objects that are set back to what they were. */
  private final class Restoring implements BulkUpdateTarget<String> {

    private final String path;

    Restoring(String path) {
      this.path = path;
    }

    @Override
    public String path() {
      return path;
    }

    @Override
    public boolean wanted(String definition) {
      return true;
    }

    @Override
    public void updated(List<Patch<String>> patches) {}

    @Override
    public void refused(Patch<String> patch, JsonNode errors) {
      kept(patch.item(), new dev.caravan.netbox.NetBoxAnswer(400, errors, "").words());
    }
  }
}
