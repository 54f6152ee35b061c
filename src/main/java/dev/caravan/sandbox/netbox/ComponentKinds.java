package dev.caravan.sandbox.netbox;

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
  private static final String MAPPINGS = "port-template-mappings";
  private static final Field TYPE = Field.of("type", FieldType.CHOICE, REQUIRED);
  private static final Field COLOR =
      Field.of("color", FieldType.COLOR, BLANK).limited(new Limits(6, null, null, 0)).starting("");
  private static final Field POSITIONS = Field.integer("positions", 1, 1024).starting(1L);

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
            rearPorts(),
            frontPorts(),
            moduleBays(),
            deviceBays(),
            inventoryItems());
    return version.mapsPortsManyToMany() ? Stream.concat(kinds, Stream.of(mappings())) : kinds;
  }

  private Kind interfaces() {
    List<Field> own = new ArrayList<>();
    own.add(TYPE);
    if (version.atLeast(4, 7)) {
      own.add(Field.of("channels", FieldType.ALWAYS_NULL));
      own.add(Field.of("channel_id", FieldType.ALWAYS_NULL));
    }
    own.add(Field.of("enabled", FieldType.BOOLEAN).starting(true));
    own.add(Field.of("mgmt_only", FieldType.BOOLEAN).starting(false));
    own.add(Field.text("description", 200));
    if (version.atLeast(4, 7)) {
      own.add(Field.of("parent", FieldType.ALWAYS_NULL));
    }
    own.add(Field.reference("bridge", "interface-templates", SET_NULL, NULLABLE));
    own.add(optionalChoice("poe_mode"));
    own.add(optionalChoice("poe_type"));
    own.add(optionalChoice("rf_role"));
    return modular("interface", "Interface", own, ComponentRules::networkInterface);
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

  private Kind rearPorts() {
    List<Field> own = new ArrayList<>(List.of(TYPE, COLOR, POSITIONS));
    if (version.mapsPortsManyToMany()) {
      own.add(mapping("front_ports", "rear_port"));
    }
    return modular("rear-port", "RearPort", own, MappingRules::enoughPositions);
  }

  private Kind frontPorts() {
    List<Field> own = new ArrayList<>(List.of(TYPE, COLOR));
    if (version.mapsPortsManyToMany()) {
      own.add(POSITIONS);
      own.add(mapping("rear_ports", "front_port"));
      return modular("front-port", "FrontPort", own, MappingRules::enoughPositions);
    }
    own.add(Field.reference("rear_port", "rear-port-templates", CASCADE, REQUIRED));
    own.add(Field.integer("rear_port_position", 1, 1024).starting(1L));
    Kind kind = modular("front-port", "FrontPort", own, ComponentRules::rearPort);
    List<Unique> uniques = new ArrayList<>(kind.uniques());
    uniques.add(
        new Unique(
            "dcim_frontporttemplate_unique_rear_port_position",
            List.of("rear_port", "rear_port_position")));
    return kind.once(uniques.toArray(Unique[]::new));
  }

  private Kind moduleBays() {
    List<Field> own = new ArrayList<>();
    own.add(Field.text("position", 30));
    if (version.atLeast(4, 6)) {
      own.add(Field.of("enabled", FieldType.BOOLEAN).starting(true));
    }
    own.add(Field.text("description", 200));
    if (version.atLeast(4, 7)) {
      own.add(Field.of("module_bay_types", FieldType.ALWAYS_EMPTY));
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

  /** NetBox keeps them too, but shows them only inside the ports. */
  private static Kind mappings() {
    return Kind.of(
            MAPPINGS,
            "PortTemplateMapping",
            "Port template mapping",
            List.of(
                Field.reference("front_port", "front-port-templates", CASCADE),
                Field.integer("front_port_position", 1, 1024),
                Field.reference("rear_port", "rear-port-templates", CASCADE),
                Field.integer("rear_port_position", 1, 1024)))
        .once(
            new Unique(
                "dcim_porttemplatemapping_unique_front_port_position",
                List.of("front_port", "front_port_position")),
            new Unique(
                "dcim_porttemplatemapping_unique_rear_port_position",
                List.of("rear_port", "rear_port_position")))
        .inApp("internal");
  }

  private static Field mapping(String name, String via) {
    return Field.of(name, FieldType.MAPPINGS).linked(new Field.Link(MAPPINGS, via, SET_NULL));
  }

  private static Kind modular(String endpoint, String model, List<Field> own, Rule... rules) {
    List<Field> fields = head(deviceType(NULLABLE), moduleType());
    fields.addAll(own);
    if (own.stream().noneMatch(field -> field.name().equals("description"))) {
      fields.add(Field.text("description", 200));
    }
    tail(fields);
    String title = capitalized(endpoint.replace('-', ' '));
    String table = model.toLowerCase(java.util.Locale.ROOT);
    List<Rule> all = new ArrayList<>(List.of(ComponentRules::oneOwner));
    all.addAll(List.of(rules));
    return component(endpoint, model, title, fields)
        .once(byName("device_type", table), byName("module_type", table))
        .obeying(all.toArray(Rule[]::new));
  }

  private static Kind component(String endpoint, String model, String title, List<Field> fields) {
    return Kind.of(endpoint + "-templates", model + "Template", title + " template", fields)
        .shownAs("name", "description")
        .sortedBy("device_type", "module_type", "name");
  }

  private static Unique byName(String owner, String table) {
    return new Unique(
        "dcim_" + table + "template_unique_" + owner + "_name", List.of(owner, "name"));
  }

  private static Field deviceType(Field.Trait trait) {
    return Field.reference("device_type", "device-types", CASCADE, trait);
  }

  private static Field moduleType() {
    return Field.reference("module_type", "module-types", CASCADE, NULLABLE);
  }

  private static List<Field> head(Field... owners) {
    List<Field> fields = new ArrayList<>(List.of(owners));
    fields.add(Field.text("name", 64, REQUIRED));
    fields.add(Field.text("label", 64));
    return fields;
  }

  private static void tail(List<Field> fields) {
    fields.add(Field.of("created", FieldType.CREATED, READ_ONLY));
    fields.add(Field.of("last_updated", FieldType.LAST_UPDATED, READ_ONLY));
  }

  private static String capitalized(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
