package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.deviceimport.Reference.Kind;
import dev.caravan.netbox.BulkCreate;
import dev.caravan.netbox.BulkUpdate;
import dev.caravan.netbox.Patch;
import dev.caravan.netbox.Turn;
import dev.caravan.netbox.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        if (isImpossible(row, target)) {
          continue;
        }
        if (row.action() == Action.UPDATE) {
          ObjectNode changes = changes(row);
          if (Profiles.startsAnew(row.plan().path("before"), changes)) {
            anew.add(new Patch<>(row, row.typeId(), Profiles.none()));
            changes = Profiles.anew(changes, row.content());
          }
          patches.add(new Patch<>(row, row.typeId(), changes));
        } else {
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

  /** What was still to be made when this was planned has its number now. */
  private ObjectNode changes(DefinitionRow row) {
    ObjectNode changes = row.plan().path("properties").deepCopy();
    ObjectNode links = bench.translation().links(row);
    links.fieldNames().forEachRemaining(field -> changes.replace(field, links.get(field)));
    return changes.retain(names(row.plan().path("properties")));
  }

  private static List<String> names(JsonNode fields) {
    List<String> names = new ArrayList<>();
    fields.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** A type that needs something that NetBox refused cannot be written. */
  private boolean isImpossible(DefinitionRow row, TypeTarget target) {
    Optional<ImportProblem> obstacle =
        row.action() == Action.UPDATE ? Optional.empty() : withoutMaker(row);
    obstacle = obstacle.or(() -> bench.translation().obstacle(row));
    obstacle.ifPresent(problem -> target.refuse(row, problem));
    return obstacle.isPresent();
  }

  private Optional<ImportProblem> withoutMaker(DefinitionRow row) {
    return references.obstacle(Kind.MANUFACTURERS, row.manufacturer(), "/manufacturer");
  }
}
