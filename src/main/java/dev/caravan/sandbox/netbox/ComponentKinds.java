package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.ComponentShape.byName;
import static dev.caravan.sandbox.netbox.ComponentShape.component;
import static dev.caravan.sandbox.netbox.ComponentShape.deviceType;
import static dev.caravan.sandbox.netbox.ComponentShape.head;
import static dev.caravan.sandbox.netbox.ComponentShape.modular;
import static dev.caravan.sandbox.netbox.ComponentShape.tail;
import static dev.caravan.sandbox.netbox.Field.OnDelete.CASCADE;
import static dev.caravan.sandbox.netbox.Field.OnDelete.PROTECT;
import static dev.caravan.sandbox.netbox.Field.OnDelete.SET_NULL;
import static dev.caravan.sandbox.netbox.Field.Trait.BLANK;
import static dev.caravan.sandbox.netbox.Field.Trait.NULLABLE;
import static dev.caravan.sandbox.netbox.Field.Trait.READ_ONLY;
import static dev.caravan.sandbox.netbox.Field.Trait.REQUIRED;
import static dev.caravan.sandbox.netbox.TypeKinds.optionalChoice;

import dev.caravan.sandbox.netbox.Field.Limits;
import dev.caravan.sandbox.netbox.Kind.Unique;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The ten component templates: fields, order and constraints as the version has them. */
final class ComponentKinds {

  private static final long INT_MAX = Integer.MAX_VALUE;
  private static final long MOST_CHANNELS = 1024;
  static final Field TYPE = Field.of("type", FieldType.CHOICE, REQUIRED);
  static final Field COLOR =
      Field.of("color", FieldType.COLOR, BLANK).limited(new Limits(6, null, null, 0)).starting("");

  private final NetBoxVersion version;

  ComponentKinds(NetBoxVersion version) {
    this.version = version;
  }

  Stream<Kind> all() {
    Stream<Kind> kinds =
        Stream.of(
            interfaces(),
            powerPorts(),
            powerOutlets(),
            modular("console-port", "ConsolePort", List.of(consoleType())),
            modular("console-server-port", "ConsoleServerPort", List.of(consoleType())),
            moduleBays(),
            deviceBays(),
            inventoryItems());
    return Stream.concat(kinds, new PortKinds(version).all());
  }

  private Kind interfaces() {
    List<Field> own = new ArrayList<>();
    own.add(TYPE);
    if (version.atLeast(4, 7)) {
      own.add(Field.integer("channels", 1, MOST_CHANNELS, NULLABLE));
      own.add(Field.integer("channel_id", 1, MOST_CHANNELS, NULLABLE));
    }
    own.add(Field.of("enabled", FieldType.BOOLEAN).starting(true));
    own.add(Field.of("mgmt_only", FieldType.BOOLEAN).starting(false));
    own.add(Field.text("description", 200));
    if (version.atLeast(4, 7)) {
      own.add(Field.reference("parent", "interface-templates", PROTECT, NULLABLE));
    }
    own.add(Field.reference("bridge", "interface-templates", SET_NULL, NULLABLE));
    own.add(optionalChoice("poe_mode"));
    own.add(optionalChoice("poe_type"));
    own.add(optionalChoice("rf_role"));
    return modular(
        "interface",
        "Interface",
        own,
        ComponentRules::bridge,
        version.atLeast(4, 7) ? InterfaceRules::nested : draft -> Optional.empty(),
        version.atLeast(4, 4) ? ComponentRules::power : draft -> Optional.empty(),
        ComponentRules::radio);
  }

  private Kind powerPorts() {
    return modular(
        "power-port",
        "PowerPort",
        List.of(
            optionalChoice("type"),
            Field.integer("maximum_draw", 1, INT_MAX, NULLABLE),
            Field.integer("allocated_draw", 1, INT_MAX, NULLABLE)),
        ComponentRules::draw);
  }

  private Kind powerOutlets() {
    List<Field> own = new ArrayList<>();
    own.add(optionalChoice("type"));
    if (version.mapsPortsManyToMany()) {
      own.add(COLOR);
    }
    own.add(Field.reference("power_port", "power-port-templates", SET_NULL, NULLABLE));
    own.add(optionalChoice("feed_leg"));
    return modular("power-outlet", "PowerOutlet", own, ComponentRules::outlet);
  }

  private static Field consoleType() {
    return Field.of("type", FieldType.CHOICE, BLANK);
  }

  private Kind moduleBays() {
    List<Field> own = new ArrayList<>();
    own.add(Field.text("position", 30));
    if (version.atLeast(4, 6)) {
      own.add(Field.of("enabled", FieldType.BOOLEAN).starting(true));
    }
    own.add(Field.text("description", 200));
    if (version.atLeast(4, 7)) {
      own.add(TypeKinds.BAY_TYPES);
    }
    return modular("module-bay", "ModuleBay", own);
  }

  private Kind deviceBays() {
    List<Field> fields = head(deviceType(REQUIRED));
    if (version.atLeast(4, 6)) {
      fields.add(Field.of("enabled", FieldType.BOOLEAN).starting(true));
    }
    fields.add(Field.text("description", 200));
    tail(fields);
    return component("device-bay", "DeviceBay", "Device bay", fields)
        .once(byName("device_type", "devicebay"))
        .obeying(ComponentRules::deviceBay);
  }

  private Kind inventoryItems() {
    List<Field> fields = new ArrayList<>();
    fields.add(deviceType(REQUIRED));
    fields.add(
        Field.of("parent", FieldType.KEY, NULLABLE)
            .linked(new Field.Link("inventory-item-templates", "", CASCADE)));
    fields.add(Field.text("name", 64, REQUIRED));
    fields.add(Field.text("label", 64));
    fields.add(Field.reference("role", "inventory-item-roles", PROTECT, NULLABLE));
    fields.add(Field.reference("manufacturer", "manufacturers", PROTECT, NULLABLE));
    fields.add(Field.text("part_id", 50));
    fields.add(Field.text("description", 200));
    fields.add(Field.of("component_type", FieldType.CONTENT_TYPE, NULLABLE));
    fields.add(Field.integer("component_id", 0, Long.MAX_VALUE, NULLABLE));
    fields.add(Field.of("component", FieldType.COMPONENT, READ_ONLY));
    tail(fields);
    fields.add(Field.of("_depth", FieldType.DEPTH, READ_ONLY));
    return component("inventory-item", "InventoryItem", "Inventory item", fields)
        .shownAs("name", "description", "_depth")
        .once(
            new Unique(
                "dcim_inventoryitemtemplate_unique_device_type_parent_name",
                List.of("device_type", "parent", "name")))
        .obeying(version.atLeast(4, 7) ? ComponentRules::component : draft -> Optional.empty())
        .sortedBy("device_type.id", "parent.id", "name");
  }
}
