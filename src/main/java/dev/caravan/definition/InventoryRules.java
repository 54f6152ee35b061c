package dev.caravan.definition;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What inventory items are part of, and the components that they stand for. */
final class InventoryRules implements Rule {

  private static final Map<String, ComponentKind> COMPONENT_TYPES =
      Map.of(
          "dcim.consoleport", ComponentKind.CONSOLE_PORTS,
          "dcim.consoleserverport", ComponentKind.CONSOLE_SERVER_PORTS,
          "dcim.powerport", ComponentKind.POWER_PORTS,
          "dcim.poweroutlet", ComponentKind.POWER_OUTLETS,
          "dcim.interface", ComponentKind.INTERFACES,
          "dcim.rearport", ComponentKind.REAR_PORTS,
          "dcim.frontport", ComponentKind.FRONT_PORTS);

  @Override
  public void check(Content content, Problems problems) {
    Map<String, Component> items = content.byName(ComponentKind.INVENTORY_ITEMS);
    for (Component each : content.all(ComponentKind.INVENTORY_ITEMS)) {
      parent(each, items, problems);
      component(each, content, problems);
    }
  }

  private static void parent(Component each, Map<String, Component> items, Problems problems) {
    if (each.has("parent") && !items.containsKey(each.text("parent"))) {
      problems.error(
          each.at("parent"),
          "inventory-parent",
          "%s is part of \"%s\", which is no inventory item here"
              .formatted(each.title(), each.text("parent")));
    }
    Set<String> above = new HashSet<>();
    for (Component at = each; at != null && at.has("parent"); at = items.get(at.text("parent"))) {
      if (!above.add(at.name())) {
        problems.error(each.at("parent"), "inventory-cycle", each.title() + " is part of itself");
        return;
      }
    }
  }

  private static void component(Component each, Content content, Problems problems) {
    if (!each.has("component_type") && !each.has("component_name")) {
      return;
    }
    String type = each.text("component_type").replaceFirst("template$", "");
    ComponentKind kind = COMPONENT_TYPES.get(type);
    if (kind == null) {
      problems.error(
          each.at("component_type"),
          "inventory-component",
          "\"%s\" is no kind of component that an inventory item stands for".formatted(type));
    } else if (content.find(kind, each.text("component_name")).isEmpty()) {
      problems.error(
          each.at("component_name"),
          "inventory-component",
          "There is no %s \"%s\" here".formatted(kind.singular(), each.text("component_name")));
    }
  }
}
