package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.deviceimport.Reference.Kind;
import dev.caravan.netbox.BulkCreate;
import dev.caravan.netbox.BulkUpdate;
import dev.caravan.netbox.Patch;
import dev.caravan.netbox.Turn;
import dev.caravan.netbox.TypeKind;
import java.util.ArrayList;
import java.util.List;

/** Writes some types: creates those that are missing, sets the properties of those that differ. */
final class TypeWriting {

  private final Workbench bench;
  private final References references;

  TypeWriting(Workbench bench, References references) {
    this.bench = bench;
    this.references = references;
  }

  List<Turn> turns(List<DefinitionRow> rows) {
    List<Turn> turns = new ArrayList<>();
    for (TypeKind kind : TypeKind.values()) {
      TypeTarget target = new TypeTarget(bench, references, kind);
      List<DefinitionRow> fresh = new ArrayList<>();
      List<DefinitionRow> sent = new ArrayList<>();
      List<Patch<DefinitionRow>> anew = new ArrayList<>();
      List<Patch<DefinitionRow>> patches = new ArrayList<>();
      for (DefinitionRow row : rows) {
        if (row.kind() != kind) {
          continue;
        }
        if (row.action() == Action.UPDATE) {
          ObjectNode changes = changes(row);
          if (Profiles.startsAnew(row.plan().path("before"), changes)) {
            anew.add(new Patch<>(row, row.typeId(), Profiles.none()));
            changes = Profiles.anew(changes, row.content());
          }
          patches.add(new Patch<>(row, row.typeId(), changes));
        } else if (hasMaker(row, target)) {
          (row.state() == State.INTENDED ? sent : fresh).add(row);
        }
      }
      turns.add(BulkCreate.resumed(target, bench.size(), sent));
      turns.add(BulkCreate.of(target, bench.size(), fresh));
      turns.add(BulkUpdate.of(new FirstOfTwo<>(target), bench.size(), anew));
      turns.add(BulkUpdate.of(target, bench.size(), patches));
    }
    return turns;
  }

  private static ObjectNode changes(DefinitionRow row) {
    return row.plan().path("properties").deepCopy();
  }

  /** A type whose manufacturer NetBox refused cannot be written. */
  private boolean hasMaker(DefinitionRow row, TypeTarget target) {
    if (references.id(Kind.MANUFACTURERS, row.manufacturer()).isPresent()) {
      return true;
    }
    String why =
        references
            .find(Kind.MANUFACTURERS, row.manufacturer())
            .map(Reference::problem)
            .orElse("it was not there when this import began");
    target.refuse(
        row,
        ImportProblem.error(
            "/manufacturer", "netbox", "'%s': %s".formatted(row.manufacturer(), why)));
    return false;
  }
}
