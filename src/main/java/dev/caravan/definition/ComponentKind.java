package dev.caravan.definition;

import java.util.Set;

/** The kinds of component that a definition lists, each with the fields that NetBox knows of it. */
enum ComponentKind {
  CONSOLE_PORTS("console-ports", "type"),
  CONSOLE_SERVER_PORTS("console-server-ports", "type"),
  POWER_PORTS("power-ports", "type", "maximum_draw", "allocated_draw"),
  POWER_OUTLETS("power-outlets", "type", "color", "power_port", "feed_leg"),
  INTERFACES(
      "interfaces",
      "type",
      "enabled",
      "mgmt_only",
      "bridge",
      "parent",
      "channels",
      "channel_id",
      "poe_mode",
      "poe_type",
      "rf_role"),
  REAR_PORTS("rear-ports", "type", "color", "positions"),
  FRONT_PORTS("front-ports", "type", "color", "positions", "rear_port", "rear_port_position"),
  MODULE_BAYS("module-bays", "position", "enabled", "module_bay_types"),
  DEVICE_BAYS("device-bays", "enabled"),
  INVENTORY_ITEMS(
      "inventory-items",
      "parent",
      "role",
      "manufacturer",
      "part_id",
      "component_type",
      "component_name");

  private static final Set<String> OF_ALL = Set.of("name", "label", "description");

  private final String key;

  /** Made by Set.of, which never changes. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<String> fields;

  ComponentKind(String key, String... fields) {
    this.key = key;
    this.fields = Set.of(fields);
  }

  /** The key of the list in a definition. */
  String key() {
    return key;
  }

  /** What it has beside the fields of all. */
  Set<String> fields() {
    return fields;
  }

  boolean knows(String field) {
    return OF_ALL.contains(field) || fields.contains(field);
  }

  /** What one of them is called in a message. */
  String singular() {
    return key.substring(0, key.length() - 1).replace('-', ' ');
  }

  boolean fits(DefinitionKind kind) {
    return switch (kind) {
      case DEVICE_TYPE -> true;
      case MODULE_TYPE -> this != DEVICE_BAYS && this != INVENTORY_ITEMS;
      case RACK_TYPE -> false;
    };
  }
}
