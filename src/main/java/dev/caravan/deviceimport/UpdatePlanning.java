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
import java.util.Optional;

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
    List<Turn> turns = new ArrayList<>();
    for (ComponentKind kind : ComponentKind.values()) {
      List<DefinitionRow> having =
          works.stream().filter(work -> work.has(kind)).map(DefinitionWork::row).toList();
      turns.addAll(ComponentLook.of(kind, having, "", row -> seen(kind, row)));
    }
    turns.add(Stage.run(() -> decide(works, types)));
    return turns;
  }

  private void seen(ComponentKind kind, JsonNode row) {
    for (TypeKind owner : TypeKind.values()) {
      long type = row.path(owner.reference()).path("id").asLong();
      Optional.ofNullable(byType.get(owner.key() + type))
          .flatMap(work -> work.component(kind, row.path("name").asText()))
          .ifPresent(
              component -> {
                component.definition().stands(kind, component.name(), row.path("id").asLong());
                component.stoodAs(row);
              });
    }
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
    UpdatePlan plan = new UpdatePlan(Change.between(row.kind().fields(), row.content(), type));
    for (ComponentKind kind : ComponentKind.values()) {
      for (ComponentWork component : work.components(kind)) {
        JsonNode standing = component.standing();
        if (standing == null) {
          plan.create(kind, component.name());
        } else if (!translation.change(component, standing).isEmpty()) {
          plan.update(kind);
        }
      }
    }
    return plan.isEmpty()
        ? Decision.leave(row.path(), row.typeId(), "unchanged")
        : Decision.update(row.path(), row.typeId(), plan.asJson());
  }
}
