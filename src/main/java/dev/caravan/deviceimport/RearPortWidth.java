package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.BulkUpdateTarget;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.Patch;
import java.util.List;

/** How many positions rear ports have, while front ports are moved from one to another. */
record RearPortWidth(Workbench bench) implements BulkUpdateTarget<ComponentWork> {

  @Override
  public String path() {
    return ComponentKind.REAR_PORTS.path();
  }

  @Override
  public boolean wanted(ComponentWork item) {
    return !item.definition().refused();
  }

  /** A width that was ours for a moment is not somebody's own after a crash. */
  @Override
  public void changing(List<Patch<ComponentWork>> patches) {
    bench
        .books()
        .written()
        .keep(
            bench.job(),
            patches.stream()
                .map(each -> Written.component(each.item(), each.id(), null, false, each.changes()))
                .toList());
  }

  @Override
  public void updated(List<Patch<ComponentWork>> patches) {}

  @Override
  public void refused(Patch<ComponentWork> patch, JsonNode errors) {
    bench.refuse(patch.item().definition(), ImportProblem.ofNetBox(patch.item().pointer(), errors));
  }
}
