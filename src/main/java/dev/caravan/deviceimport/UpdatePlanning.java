package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.Stage;
import dev.caravan.netbox.Turn;
import dev.caravan.netbox.TypeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds out how some types that stand differ from the library, component by component. */
final class UpdatePlanning {

  private final ImportJob job;
  private final Books books;
  private final Translation translation;
  private final List<Comparing.Standing> part;
  private final Map<String, DefinitionWork> byType = new HashMap<>();

  UpdatePlanning(ImportJob job, Books books, References references, List<Comparing.Standing> part) {
    this.job = job;
    this.books = books;
    this.translation = new Translation(job.version(), references);
    this.part = part;
  }

  List<Turn> turns() {
    Map<String, JsonNode> types = new HashMap<>();
    part.forEach(each -> types.put(each.definition().path(), each.type()));
    List<DefinitionWork> works = new ArrayList<>();
    for (DefinitionRow row : books.definitions().contents(job.process(), types.keySet())) {
      long type = Objects.requireNonNull(types.get(row.path())).path("id").asLong();
      DefinitionWork work = new DefinitionWork(row.standingAs(type));
      works.add(work);
      byType.put(row.kind().key() + type, work);
    }
    remember(works);
    List<Turn> turns = new ArrayList<>();
    for (ComponentKind kind : ComponentKind.values()) {
      List<DefinitionRow> having =
          works.stream()
              .filter(work -> mayHave(kind, work, types))
              .map(DefinitionWork::row)
              .toList();
      StandingComponents standing = new StandingComponents(kind, byType);
      turns.addAll(ComponentLook.of(kind, having, "", standing::add));
      turns.add(Stage.run(() -> standing.match(UpdatePlanning::stands)));
    }
    turns.add(Stage.run(() -> decide(works, types)));
    return turns;
  }

  private void remember(List<DefinitionWork> works) {
    for (TypeKind kind : TypeKind.values()) {
      List<DefinitionWork> ofKind =
          works.stream().filter(work -> work.row().kind() == kind).toList();
      List<Long> ids = ofKind.stream().map(work -> work.row().typeId()).toList();
      WrittenObjects written = books.written().of(job.netbox(), kind, ids);
      ofKind.forEach(work -> work.remember(written));
    }
  }

  /** Whether the library or NetBox may have components of the kind; NetBox counts most of them. */
  private static boolean mayHave(
      ComponentKind kind, DefinitionWork work, Map<String, JsonNode> types) {
    JsonNode type = Objects.requireNonNull(types.get(work.row().path()));
    return work.has(kind)
        || (work.row().kind().has(kind) && type.path(kind.counter()).asInt(1) > 0);
  }

  private static void stands(ComponentWork component, JsonNode row) {
    component.definition().stands(component, row.path("id").asLong());
    component.stoodAs(row);
  }

  private void decide(List<DefinitionWork> works, Map<String, JsonNode> types) {
    books
        .definitions()
        .decide(
            job.process(),
            works.stream()
                .map(work -> decision(work, Objects.requireNonNull(types.get(work.row().path()))))
                .toList());
  }

  private Decision decision(DefinitionWork work, JsonNode type) {
    DefinitionRow row = work.row();
    Change properties = translation.change(row, type, work.writtenType(type));
    UpdatePlan plan = new UpdatePlan(properties);
    Notices notices = new Notices();
    notices.of("", properties);
    for (ComponentKind kind : ComponentKind.values()) {
      for (ComponentWork component : work.components(kind)) {
        JsonNode standing = component.standing();
        if (standing == null) {
          plan.create(kind, component.key());
        } else {
          Change change = translation.change(component, standing);
          notices.of(component.pointer(), change);
          if (!change.isEmpty()) {
            plan.update(component, change);
          }
        }
      }
      notices.leftovers(work, kind);
    }
    for (ImportProblem each : notices.found()) {
      books.definitions().addProblem(job.process(), row.path(), each);
    }
    return plan.isEmpty()
        ? Decision.leave(row.path(), row.typeId(), "unchanged")
        : Decision.update(row.path(), row.typeId(), plan.asJson());
  }
}
