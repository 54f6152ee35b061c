package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.Field.OnDelete.PROTECT;
import static dev.caravan.sandbox.netbox.Field.OnDelete.SET_NULL;
import static dev.caravan.sandbox.netbox.Field.Trait.BLANK;
import static dev.caravan.sandbox.netbox.Field.Trait.NULLABLE;
import static dev.caravan.sandbox.netbox.Field.Trait.ONLY_WHEN_READ;
import static dev.caravan.sandbox.netbox.Field.Trait.READ_ONLY;
import static dev.caravan.sandbox.netbox.Field.Trait.REQUIRED;
import static dev.caravan.sandbox.netbox.Field.Trait.UNFILTERED;
import static dev.caravan.sandbox.netbox.Field.Trait.UNIQUE;

import dev.caravan.sandbox.netbox.Field.Limits;
import dev.caravan.sandbox.netbox.Kind.Unique;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Manufacturers, roles and types: fields, order and constraints as the version has them. */
final class TypeKinds {

  static final Field SLUG =
      Field.of("slug", FieldType.SLUG, REQUIRED).limited(new Limits(100, null, null, 0));
  static final Field MANUFACTURER =
      Field.reference("manufacturer", "manufacturers", PROTECT, REQUIRED);
  static final Field BAY_TYPES =
      Field.of("module_bay_types", FieldType.REFERENCES)
          .linked(new Field.Link("module-bay-types", "", SET_NULL));
  private static final Field U_HEIGHT =
      Field.of("u_height", FieldType.DECIMAL)
          .limited(new Limits(4, BigDecimal.ZERO, null, 1))
          .starting(new BigDecimal("1.0"));
  static final Field WEIGHT =
      Field.of("weight", FieldType.DECIMAL, NULLABLE).limited(new Limits(8, null, null, 2));
  private static final String[] KINDS = {
    "console_port",
    "console_server_port",
    "power_port",
    "power_outlet",
    "cooling_intake",
    "cooling_outflow",
    "interface",
    "front_port",
    "rear_port",
    "device_bay",
    "module_bay",
    "inventory_item"
  };

  private final NetBoxVersion version;

  TypeKinds(NetBoxVersion version) {
    this.version = version;
  }

  Stream<Kind> all() {
    List<Kind> kinds = new ArrayList<>();
    kinds.addAll(List.of(manufacturers(), roles(), platforms(), deviceTypes(), moduleTypes()));
    kinds.add(new RackKinds(version).types());
    if (version.atLeast(4, 3)) {
      kinds.add(ModuleProfiles.kind(version));
    }
    if (version.atLeast(4, 7)) {
      kinds.add(bayTypes());
    }
    return kinds.stream();
  }

  private Kind manufacturers() {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.text("name", 100, REQUIRED).with(UNIQUE));
    fields.add(SLUG.with(UNIQUE));
    fields.add(Field.text("description", 200));
    ownership(fields);
    if (version.mapsPortsManyToMany()) {
      fields.add(comments());
    }
    bookkeeping(fields);
    fields.add(related(Field.count("devicetype_count", "device-types", "manufacturer")));
    if (version.atLeast(4, 7)) {
      fields.add(related(Field.count("moduletype_count", "module-types", "manufacturer")));
    }
    fields.add(related(zero("inventoryitem_count")));
    fields.add(related(zero("platform_count")));
    return Kind.of("manufacturers", "Manufacturer", "Manufacturer", fields)
        .shownAs("name", "slug", "description")
        .once(
            new Unique("dcim_manufacturer_name_key", List.of("name")),
            new Unique("dcim_manufacturer_slug_key", List.of("slug")))
        .withPage();
  }

  private Kind roles() {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.text("name", 100, REQUIRED).with(UNIQUE));
    fields.add(SLUG.with(UNIQUE));
    fields.add(
        Field.of("color", FieldType.COLOR)
            .limited(new Limits(6, null, null, 0))
            .starting("9e9e9e"));
    fields.add(Field.text("description", 200));
    ownership(fields);
    if (version.mapsPortsManyToMany()) {
      fields.add(comments());
    }
    bookkeeping(fields);
    fields.add(related(zero("inventoryitem_count")));
    return Kind.of("inventory-item-roles", "InventoryItemRole", "Inventory item role", fields)
        .shownAs("name", "slug", "description")
        .once(
            new Unique("dcim_inventoryitemrole_name_key", List.of("name")),
            new Unique("dcim_inventoryitemrole_slug_key", List.of("slug")))
        .withPage();
  }

  private Kind platforms() {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.text("name", 100, REQUIRED));
    fields.add(SLUG);
    fields.add(Field.reference("manufacturer", "manufacturers", SET_NULL, NULLABLE));
    fields.add(Field.text("description", 200));
    ownership(fields);
    bookkeeping(fields);
    return Kind.of("platforms", "Platform", "Platform", fields)
        .shownAs("name", "slug", "description")
        .once(
            new Unique("dcim_platform_name", List.of("name")),
            new Unique("dcim_platform_slug", List.of("slug")))
        .withPage();
  }

  private Kind bayTypes() {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.text("name", 100, REQUIRED));
    fields.add(SLUG);
    fields.add(Field.reference("manufacturer", "manufacturers", PROTECT, NULLABLE));
    fields.add(
        Field.of("color", FieldType.COLOR, BLANK)
            .limited(new Limits(6, null, null, 0))
            .starting(""));
    fields.add(Field.text("description", 200));
    ownership(fields);
    fields.add(comments());
    bookkeeping(fields);
    return Kind.of("module-bay-types", "ModuleBayType", "Module bay type", fields)
        .shownAs("name", "slug", "manufacturer", "color", "description")
        .once(
            new Unique(
                "dcim_modulebaytype_unique_manufacturer_name", List.of("manufacturer", "name")),
            new Unique(
                "dcim_modulebaytype_unique_manufacturer_slug", List.of("manufacturer", "slug")))
        .withPage();
  }

  private Kind deviceTypes() {
    List<Field> fields = new ArrayList<>();
    fields.add(MANUFACTURER);
    fields.add(Field.reference("default_platform", "platforms", SET_NULL, NULLABLE));
    fields.add(Field.text("model", 100, REQUIRED));
    fields.add(SLUG);
    fields.add(Field.text("part_number", 50));
    fields.add(U_HEIGHT);
    fields.add(Field.of("exclude_from_utilization", FieldType.BOOLEAN).starting(false));
    fields.add(Field.of("is_full_depth", FieldType.BOOLEAN).starting(true));
    fields.add(optionalChoice("subdevice_role"));
    physical(fields);
    fields.add(Field.of("front_image", FieldType.IMAGE, NULLABLE));
    fields.add(Field.of("rear_image", FieldType.IMAGE, NULLABLE));
    fields.add(Field.text("description", 200));
    ownership(fields);
    fields.add(comments());
    bookkeeping(fields);
    fields.add(
        version.mapsPortsManyToMany() ? zero("device_count") : related(zero("device_count")));
    counters(fields, "device_type");
    return Kind.of("device-types", "DeviceType", "Device type", fields)
        .shownAs("manufacturer", "model", "slug", "description", "device_count")
        .once(
            new Unique(
                "dcim_devicetype_unique_manufacturer_model", List.of("manufacturer", "model")),
            new Unique("dcim_devicetype_unique_manufacturer_slug", List.of("manufacturer", "slug")))
        .obeying(TypeRules::deviceType)
        .sortedBy("manufacturer", "model")
        .withPage();
  }

  private Kind moduleTypes() {
    List<Field> fields = new ArrayList<>();
    if (version.atLeast(4, 3)) {
      fields.add(Field.reference("profile", ModuleProfiles.ENDPOINT, PROTECT, NULLABLE));
    }
    fields.add(MANUFACTURER);
    fields.add(Field.text("model", 100, REQUIRED));
    fields.add(Field.text("part_number", 50));
    physical(fields);
    fields.add(Field.text("description", 200));
    if (version.atLeast(4, 3)) {
      fields.add(Field.of("attributes", FieldType.ATTRIBUTES, NULLABLE, UNFILTERED));
    }
    if (version.atLeast(4, 7)) {
      fields.add(BAY_TYPES);
    }
    ownership(fields);
    fields.add(comments());
    bookkeeping(fields);
    if (version.mapsPortsManyToMany()) {
      fields.add(zero("module_count"));
      counters(fields, "module_type");
    }
    return Kind.of("module-types", "ModuleType", "Module type", fields)
        .shownAs("profile", "manufacturer", "model", "description", "module_count")
        .once(
            new Unique(
                "dcim_moduletype_unique_manufacturer_model", List.of("manufacturer", "model")))
        .obeying(TypeRules::weight, ModuleProfiles::attributes)
        .sortedBy("manufacturer", "model")
        .withPage();
  }

  private void physical(List<Field> fields) {
    fields.add(optionalChoice("airflow"));
    if (version.atLeast(4, 7)) {
      fields.add(optionalChoice("cooling_method"));
    }
    fields.add(WEIGHT);
    fields.add(optionalChoice("weight_unit"));
    if (version.atLeast(4, 7)) {
      fields.add(Field.of("end_of_life", FieldType.DATE, NULLABLE));
    }
  }

  private void ownership(List<Field> fields) {
    ownership(version, fields);
  }

  static void ownership(NetBoxVersion version, List<Field> fields) {
    if (version.mapsPortsManyToMany()) {
      fields.add(Field.of("owner", FieldType.ALWAYS_NULL));
    }
  }

  static void bookkeeping(List<Field> fields) {
    fields.add(Field.of("tags", FieldType.TAGS));
    fields.add(Field.of("custom_fields", FieldType.CUSTOM_FIELDS));
    fields.add(Field.of("created", FieldType.CREATED, READ_ONLY));
    fields.add(Field.of("last_updated", FieldType.LAST_UPDATED, READ_ONLY));
  }

  private void counters(List<Field> fields, String via) {
    boolean module = via.equals("module_type");
    for (String kind : KINDS) {
      boolean cooling = kind.startsWith("cooling");
      boolean deviceOnly = kind.equals("device_bay") || kind.equals("inventory_item");
      if ((!cooling || version.atLeast(4, 7)) && !(module && deviceOnly)) {
        String endpoint = kind.replace('_', '-') + "-templates";
        fields.add(Field.count(kind + "_template_count", endpoint, via));
      }
    }
  }

  private Field related(Field count) {
    Field unfiltered = count.with(UNFILTERED);
    return version.mapsPortsManyToMany() ? unfiltered : unfiltered.with(ONLY_WHEN_READ);
  }

  static Field zero(String name) {
    return Field.of(name, FieldType.ALWAYS_ZERO, READ_ONLY);
  }

  static Field comments() {
    return Field.text("comments", Integer.MAX_VALUE).with(UNFILTERED);
  }

  static Field optionalChoice(String name) {
    return Field.of(name, FieldType.CHOICE, NULLABLE, BLANK);
  }
}
