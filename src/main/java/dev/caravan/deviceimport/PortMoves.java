package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.netbox.BulkUpdate;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.Patch;
import dev.caravan.netbox.Turn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Frees the positions of rear ports that mappings move to: NetBox gives none to two front ports,
 * not even for the moment in which both of them move.
 *
 * <p>From NetBox 4.5 a front port can do without a mapping until it gets its new one. Before, it
 * always has one: it is parked at a position that its rear port has for that time only.
 */
final class PortMoves {

  private static final String POSITIONS = "positions";

  private final Workbench bench;
  private final Collection<DefinitionWork> works;
  private final ComponentTarget frontPorts;
  private final List<Patch<ComponentWork>> released = new ArrayList<>();
  private final List<Patch<ComponentWork>> parked = new ArrayList<>();
  private final Map<Long, Patch<ComponentWork>> widened = new HashMap<>();
  private final List<Patch<ComponentWork>> narrowed = new ArrayList<>();
  private final List<Patch<ComponentWork>> givenUp = new ArrayList<>();

  /**
   * @param works definitions whose types stood before
   */
  PortMoves(Workbench bench, Collection<DefinitionWork> works) {
    this.bench = bench;
    this.works = works;
    this.frontPorts = new ComponentTarget(bench, ComponentKind.FRONT_PORTS);
  }

  /** Before any front port gets its new mapping. */
  List<Turn> free() {
    boolean many = bench.job().version().mapsManyPorts();
    for (DefinitionWork work : works) {
      Set<String> wanted = Mappings.places(work);
      if (many) {
        work.components(ComponentKind.FRONT_PORTS).forEach(this::release);
        work.leftovers(ComponentKind.FRONT_PORTS).forEach(row -> giveUp(work, row, wanted));
      } else {
        park(work, wanted);
      }
    }
    return List.of(
        BulkUpdate.of(new FirstOfTwo<>(frontPorts), bench.size(), released),
        BulkUpdate.of(new LeftoverTarget(bench), bench.size(), givenUp),
        BulkUpdate.of(new RearPortWidth(bench), bench.size(), List.copyOf(widened.values())),
        BulkUpdate.of(new FirstOfTwo<>(frontPorts), bench.size(), parked));
  }

  /** After all front ports have theirs: rear ports are as wide again as they were. */
  List<Turn> settle() {
    return List.of(BulkUpdate.of(new RearPortWidth(bench), bench.size(), narrowed));
  }

  private void release(ComponentWork frontPort) {
    JsonNode row = frontPort.standing();
    if (row == null) {
      return;
    }
    JsonNode target = bench.translation().change(frontPort, row).after().path(Mappings.LIST);
    if (!target.isMissingNode()) {
      Map<Integer, ObjectNode> held = Mappings.held(row.path(Mappings.LIST));
      int before = held.size();
      held.values().retainAll(Mappings.held(target).values());
      if (held.size() < before) {
        released.add(patch(frontPort, row, Mappings.LIST, Mappings.list(held)));
      }
    }
  }

  /** A front port that the library has no longer gives up what an import had mapped to it. */
  private void giveUp(DefinitionWork work, JsonNode row, Set<String> wanted) {
    Map<Integer, ObjectNode> left = Mappings.left(work, row, wanted);
    if (left.size() < row.path(Mappings.LIST).size()) {
      JsonNode name = JsonNodeFactory.instance.objectNode().set("name", row.path("name"));
      ComponentWork leftover = new ComponentWork(work, ComponentKind.FRONT_PORTS, 0, name);
      leftover.stoodAs(row);
      givenUp.add(patch(leftover, row, Mappings.LIST, Mappings.list(left)));
    }
  }

  private void park(DefinitionWork work, Set<String> wanted) {
    Map<Long, ComponentWork> rearPorts = new HashMap<>();
    for (ComponentWork rear : work.components(ComponentKind.REAR_PORTS)) {
      JsonNode row = rear.standing();
      if (row != null) {
        rearPorts.put(row.path("id").asLong(), rear);
      }
    }
    for (ComponentWork frontPort : work.components(ComponentKind.FRONT_PORTS)) {
      JsonNode row = frontPort.standing();
      ComponentWork rear = row == null ? null : rearPorts.get(row.at("/rear_port/id").asLong());
      if (row != null && rear != null && moves(frontPort, row) && isWanted(row, wanted)) {
        long position = widen(rear);
        parked.add(
            patch(
                frontPort,
                row,
                "rear_port_position",
                JsonNodeFactory.instance.numberNode(position)));
      }
    }
  }

  private boolean moves(ComponentWork frontPort, JsonNode row) {
    ObjectNode after = bench.translation().change(frontPort, row).after();
    return after.has("rear_port") || after.has("rear_port_position");
  }

  private static boolean isWanted(JsonNode row, Set<String> wanted) {
    return wanted.contains(
        row.at("/rear_port/id").asText() + '/' + row.path("rear_port_position").asText());
  }

  /** One position more, given back when all is settled. */
  private long widen(ComponentWork rear) {
    JsonNode row = Objects.requireNonNull(rear.standing());
    long id = row.path("id").asLong();
    ObjectNode after = bench.translation().change(rear, row).after();
    long settled = (after.has(POSITIONS) ? after : row).path(POSITIONS).asLong();
    long width = Math.max(settled, row.path(POSITIONS).asLong());
    Patch<ComponentWork> before = widened.get(id);
    if (before == null) {
      narrowed.add(patch(rear, row, POSITIONS, JsonNodeFactory.instance.numberNode(settled)));
    }
    long more = 1 + (before == null ? width : before.changes().path(POSITIONS).asLong());
    widened.put(id, patch(rear, row, POSITIONS, JsonNodeFactory.instance.numberNode(more)));
    return more;
  }

  private static Patch<ComponentWork> patch(
      ComponentWork item, JsonNode row, String field, JsonNode value) {
    ObjectNode changes = JsonNodeFactory.instance.objectNode();
    changes.set(field, value);
    return new Patch<>(item, row.path("id").asLong(), changes);
  }
}
