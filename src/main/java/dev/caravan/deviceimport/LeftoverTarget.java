package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.netbox.BulkUpdateTarget;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.Patch;
import java.util.List;

/** Front ports that the library has no longer, and that give up mappings which others need. */
record LeftoverTarget(Workbench bench) implements BulkUpdateTarget<ComponentWork> {

  @Override
  public String path() {
    return ComponentKind.FRONT_PORTS.path();
  }

  @Override
  public boolean wanted(ComponentWork item) {
    return !item.definition().refused();
  }

  @Override
  public void changing(List<Patch<ComponentWork>> patches) {
    bench
        .books()
        .journal()
        .intend(bench.job(), patches.stream().map(LeftoverTarget::entry).toList());
  }

  private static JournalEntry entry(Patch<ComponentWork> patch) {
    ComponentWork item = patch.item();
    JsonNode row = item.standing();
    ObjectNode before = JsonNodeFactory.instance.objectNode();
    if (row != null) {
      before.set(Mappings.LIST, Mappings.list(Mappings.held(row.path(Mappings.LIST))));
    }
    return JournalEntry.updated(
        item.kind().key(),
        patch.id(),
        item.name(),
        item.definition().row().path(),
        before,
        patch.changes());
  }

  @Override
  public void updated(List<Patch<ComponentWork>> patches) {
    ObjectNode none = JsonNodeFactory.instance.objectNode().putNull(Mappings.LIST);
    bench
        .books()
        .written()
        .keep(
            bench.job(),
            patches.stream()
                .map(each -> Written.component(each.item(), each.id(), null, false, none))
                .toList());
  }

  @Override
  public void refused(Patch<ComponentWork> patch, JsonNode errors) {
    bench.refuse(patch.item().definition(), ImportProblem.ofNetBox("/front-ports", errors));
  }
}
