package dev.caravan.netbox;

import static dev.caravan.netbox.NetBoxField.blankChoice;
import static dev.caravan.netbox.NetBoxField.choice;
import static dev.caravan.netbox.NetBoxField.number;
import static dev.caravan.netbox.NetBoxField.text;
import static dev.caravan.netbox.NetBoxField.yesNo;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The kinds of component that a type has, in the order in which they can be created: power outlets
 * need power ports, front ports need rear ports.
 */
public enum ComponentKind {
  INTERFACES(
      "interface",
      choice("type"),
      text("label"),
      yesNo("mgmt_only", false),
      yesNo("enabled", true),
      choice("poe_mode"),
      choice("poe_type"),
      choice("rf_role"),
      number("channels").since(4, 7),
      number("channel_id").since(4, 7),
      text("description")),
  POWER_PORTS(
      "power-port",
      choice("type"),
      text("label"),
      number("maximum_draw"),
      number("allocated_draw"),
      text("description")),
  CONSOLE_PORTS("console-port", blankChoice("type"), text("label"), text("description")),
  CONSOLE_SERVER_PORTS(
      "console-server-port", blankChoice("type"), text("label"), text("description")),
  REAR_PORTS(
      "rear-port",
      choice("type"),
      text("label"),
      text("color"),
      number("positions", 1),
      text("description")),
  MODULE_BAYS(
      "module-bay",
      text("label"),
      text("position"),
      yesNo("enabled", true).since(4, 6),
      text("description")),
  DEVICE_BAYS("device-bay", text("label"), yesNo("enabled", true).since(4, 6), text("description")),
  POWER_OUTLETS(
      "power-outlet",
      choice("type"),
      text("label"),
      text("color").since(4, 5),
      choice("feed_leg"),
      text("description")),
  FRONT_PORTS("front-port", choice("type"), text("label"), text("color"), text("description")),
  /** NetBox takes a global lock for each: one writer is as fast as many. */
  INVENTORY_ITEMS("inventory-item", text("label"), text("part_id"), text("description"));

  private final String singular;

  /** Made by List.of of records that nobody changes. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<NetBoxField> fields;

  ComponentKind(String singular, NetBoxField... fields) {
    this.singular = singular;
    this.fields = List.of(fields);
  }

  /** The key of the list in a definition, such as {@code power-ports}. */
  public String libraryKey() {
    return singular + "s";
  }

  /** Where its templates live, such as {@code dcim/power-port-templates}. */
  public String path() {
    return "dcim/" + singular + "-templates";
  }

  /** The model as permissions name it, such as {@code powerporttemplate}. */
  public String model() {
    return singular.replace("-", "") + "template";
  }

  /** The counter on the type, such as {@code power_port_template_count}. */
  public String counter() {
    return singular.replace("-", "_") + "_template_count";
  }

  /** The kinds whose components refer to components of this kind. */
  public List<ComponentKind> dependents() {
    return switch (this) {
      case POWER_PORTS -> List.of(POWER_OUTLETS);
      case REAR_PORTS -> List.of(FRONT_PORTS);
      default -> List.of();
    };
  }

  /** What is copied from the library as it stands, references to other components apart. */
  public List<NetBoxField> fields() {
    return fields;
  }

  /** The same key with underscores, as reports write it. */
  public String key() {
    return libraryKey().replace("-", "_");
  }

  public static Optional<ComponentKind> ofKey(String key) {
    return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst();
  }
}
