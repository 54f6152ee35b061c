package dev.caravan.deviceimport;

import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.Stage;
import dev.caravan.netbox.Turn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the numbers of the components that inventory items stand for, where they are not known. */
final class StoodForLook {

  private final Map<String, DefinitionWork> byType = new HashMap<>();
  private final Map<ComponentKind, List<DefinitionRow>> rows = new HashMap<>();

  StoodForLook(Collection<DefinitionWork> works) {
    for (DefinitionWork work : works) {
      if (!work.refused() && work.touches(ComponentKind.INVENTORY_ITEMS)) {
        byType.put(work.row().kind().key() + work.row().typeId(), work);
        work.components(ComponentKind.INVENTORY_ITEMS).stream()
            .flatMap(item -> StoodFor.component(item).stream())
            .filter(component -> !work.knows(component))
            .map(ComponentWork::kind)
            .distinct()
            .forEach(kind -> rows.computeIfAbsent(kind, k -> new ArrayList<>()).add(work.row()));
      }
    }
  }

  List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    rows.forEach(
        (kind, types) -> {
          StandingComponents standing = new StandingComponents(kind, byType);
          turns.addAll(
              ComponentLook.of(kind, types, "fields=" + ComponentLook.KEYS, standing::add));
          turns.add(
              Stage.run(
                  () ->
                      standing.match(
                          (component, row) ->
                              component.definition().stands(component, row.path("id").asLong()))));
        });
    return turns;
  }
}
