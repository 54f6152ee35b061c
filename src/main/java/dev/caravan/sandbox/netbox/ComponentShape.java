package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.Field.OnDelete.CASCADE;
import static dev.caravan.sandbox.netbox.Field.Trait.NULLABLE;
import static dev.caravan.sandbox.netbox.Field.Trait.READ_ONLY;
import static dev.caravan.sandbox.netbox.Field.Trait.REQUIRED;

import dev.caravan.sandbox.netbox.Kind.Unique;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What all component templates have in common. */
final class ComponentShape {

  private ComponentShape() {}

  /** A component of a device type or of a module type. */
  static Kind modular(String endpoint, String model, List<Field> own, Rule... rules) {
    List<Field> fields = head(deviceType(NULLABLE), moduleType());
    fields.addAll(own);
    if (own.stream().noneMatch(field -> field.name().equals("description"))) {
      fields.add(Field.text("description", 200));
    }
    tail(fields);
    String title = capitalized(endpoint.replace('-', ' '));
    String table = model.toLowerCase(Locale.ROOT);
    List<Rule> all = new ArrayList<>(List.of(ComponentRules::oneOwner));
    all.addAll(List.of(rules));
    return component(endpoint, model, title, fields)
        .once(byName("device_type", table), byName("module_type", table))
        .obeying(all.toArray(Rule[]::new));
  }

  static Kind component(String endpoint, String model, String title, List<Field> fields) {
    return Kind.of(endpoint + "-templates", model + "Template", title + " template", fields)
        .shownAs("name", "description")
        .sortedBy("device_type", "module_type", "name");
  }

  static Unique byName(String owner, String table) {
    return new Unique(
        "dcim_" + table + "template_unique_" + owner + "_name", List.of(owner, "name"));
  }

  static Field deviceType(Field.Trait trait) {
    return Field.reference("device_type", "device-types", CASCADE, trait);
  }

  static Field moduleType() {
    return Field.reference("module_type", "module-types", CASCADE, NULLABLE);
  }

  static List<Field> head(Field... owners) {
    List<Field> fields = new ArrayList<>(List.of(owners));
    fields.add(Field.text("name", 64, REQUIRED));
    fields.add(Field.text("label", 64));
    return fields;
  }

  static void tail(List<Field> fields) {
    fields.add(Field.of("created", FieldType.CREATED, READ_ONLY));
    fields.add(Field.of("last_updated", FieldType.LAST_UPDATED, READ_ONLY));
  }

  static String capitalized(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
