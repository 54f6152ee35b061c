package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.netbox.BulkDelete;
import dev.caravan.netbox.BulkUpdate;
import dev.caravan.netbox.BulkUpdateTarget;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.Patch;
import dev.caravan.netbox.Stage;
import dev.caravan.netbox.Turn;
import dev.caravan.netbox.TypeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes back what was done for definitions of which NetBox refused a part.
 *
 * <p>A type of our own goes with all its components. Of a type that stood before, what we created
 * is deleted and what we changed is set back, as the journal has it. Repeating it does no harm.
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
      turns.add(ownTypes(kind));
    }
    turns.addAll(standingTypes());
    turns.add(Stage.run(this::finish));
    return turns;
  }

  private Turn ownTypes(TypeKind kind) {
    Map<Long, String> paths = new HashMap<>();
    refused.stream()
        .map(DefinitionWork::row)
        .filter(row -> row.kind() == kind && row.action().owned())
        .forEach(row -> paths.put(row.typeId(), row.path()));
    return new BulkDelete(
        kind.path(),
        bench.size(),
        List.copyOf(paths.keySet()),
        (id, words) -> kept(paths.getOrDefault(id, ""), words));
  }

  private List<Turn> standingTypes() {
    List<String> paths =
        refused.stream()
            .map(DefinitionWork::row)
            .filter(row -> !row.action().owned())
            .map(DefinitionRow::path)
            .toList();
    List<JournalEntry> done = bench.books().journal().of(bench.job(), paths);
    List<ComponentKind> backwards = new ArrayList<>(List.of(ComponentKind.values()));
    Collections.reverse(backwards);
    List<Turn> turns = new ArrayList<>();
    for (ComponentKind kind : backwards) {
      List<JournalEntry> ofKind =
          done.stream().filter(entry -> entry.kind().equals(kind.key())).toList();
      turns.add(delete(kind, ofKind));
      turns.add(restore(kind.path(), ofKind));
    }
    for (TypeKind kind : TypeKind.values()) {
      turns.add(
          restore(
              kind.path(),
              done.stream().filter(entry -> entry.kind().equals(kind.plural())).toList()));
    }
    return turns;
  }

  private Turn delete(ComponentKind kind, List<JournalEntry> entries) {
    Map<Long, String> paths = new HashMap<>();
    entries.stream()
        .filter(entry -> entry.before() == null)
        .forEach(entry -> paths.put(entry.netboxId(), String.valueOf(entry.path())));
    return new BulkDelete(
        kind.path(),
        bench.size(),
        List.copyOf(paths.keySet()),
        (id, words) -> kept(paths.getOrDefault(id, ""), words));
  }

  private Turn restore(String path, List<JournalEntry> entries) {
    List<Patch<String>> patches = new ArrayList<>();
    for (JournalEntry entry : entries) {
      if (entry.before() instanceof ObjectNode before) {
        patches.add(new Patch<>(String.valueOf(entry.path()), entry.netboxId(), before));
      }
    }
    return BulkUpdate.of(new Restoring(path), bench.size(), patches);
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
    public void refused(Patch<String> patch, com.fasterxml.jackson.databind.JsonNode errors) {
      kept(patch.item(), new dev.caravan.netbox.NetBoxAnswer(400, errors, "").words());
    }
  }
}
