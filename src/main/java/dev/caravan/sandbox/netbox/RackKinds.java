package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.Field.Trait.NULLABLE;
import static dev.caravan.sandbox.netbox.Field.Trait.REQUIRED;
import static dev.caravan.sandbox.netbox.TypeKinds.optionalChoice;

import dev.caravan.sandbox.netbox.Field.Limits;
import dev.caravan.sandbox.netbox.Kind.Unique;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Types of racks: fields, order and constraints as the version has them. */
final class RackKinds {

  private static final long SMALL = 32767;

  private final NetBoxVersion version;

  RackKinds(NetBoxVersion version) {
    this.version = version;
  }

  Kind types() {
    List<Field> fields = new ArrayList<>();
    fields.add(TypeKinds.MANUFACTURER);
    fields.add(Field.text("model", 100, REQUIRED));
    fields.add(TypeKinds.SLUG);
    fields.add(Field.text("description", 200));
    fields.add(Field.of("form_factor", FieldType.CHOICE, REQUIRED));
    fields.add(Field.of("width", FieldType.NUMBER_CHOICE).starting(19L));
    fields.add(Field.integer("u_height", 1, 100).starting(42L));
    fields.add(Field.integer("starting_unit", 1, SMALL).starting(1L));
    fields.add(Field.of("desc_units", FieldType.BOOLEAN).starting(false));
    fields.add(measure("outer_width"));
    if (version.atLeast(4, 3)) {
      fields.add(measure("outer_height"));
    }
    fields.add(measure("outer_depth"));
    fields.add(optionalChoice("outer_unit"));
    fields.add(TypeKinds.WEIGHT);
    fields.add(Field.integer("max_weight", 0, Integer.MAX_VALUE, NULLABLE));
    fields.add(optionalChoice("weight_unit"));
    fields.add(measure("mounting_depth"));
    if (version.atLeast(4, 7)) {
      fields.add(optionalChoice("cooling_capability"));
      fields.add(
          Field.of("cooling_capacity", FieldType.DECIMAL, NULLABLE)
              .limited(new Limits(10, BigDecimal.ZERO, null, 2)));
    }
    TypeKinds.ownership(version, fields);
    fields.add(TypeKinds.comments());
    TypeKinds.bookkeeping(fields);
    if (version.atLeast(4, 7)) {
      fields.add(TypeKinds.zero("rack_count"));
    }
    return Kind.of("rack-types", "RackType", "Rack type", fields)
        .shownAs("manufacturer", "model", "slug", "description")
        .once(
            new Unique("dcim_racktype_slug_key", List.of("slug")),
            new Unique("dcim_racktype_unique_manufacturer_model", List.of("manufacturer", "model")))
        .obeying(RackKinds::units)
        .sortedBy("manufacturer", "model")
        .withPage();
  }

  private static Field measure(String name) {
    return Field.integer(name, 0, SMALL, NULLABLE);
  }

  private static Optional<Rule.Breach> units(Draft draft) {
    if ((draft.has("outer_width") || draft.has("outer_depth") || draft.has("outer_height"))
        && !draft.has("outer_unit")) {
      return Rule.whole("Must specify a unit when setting an outer dimension");
    }
    return draft.has("max_weight") && !draft.has("weight_unit")
        ? Rule.whole("Must specify a unit when setting a maximum weight")
        : TypeRules.weight(draft);
  }
}
