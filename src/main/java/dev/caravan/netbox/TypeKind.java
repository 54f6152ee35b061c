package dev.caravan.netbox;

import static dev.caravan.netbox.NetBoxField.choice;
import static dev.caravan.netbox.NetBoxField.coolingMethod;
import static dev.caravan.netbox.NetBoxField.date;
import static dev.caravan.netbox.NetBoxField.number;
import static dev.caravan.netbox.NetBoxField.text;
import static dev.caravan.netbox.NetBoxField.yesNo;

import java.util.Arrays;
import java.util.List;

/** The kinds of type that a library defines; those of racks carry no components. */
public enum TypeKind {
  DEVICE_TYPE(
      "device",
      text("model"),
      text("slug"),
      text("part_number"),
      number("u_height", 1),
      yesNo("is_full_depth", true),
      choice("subdevice_role"),
      choice("airflow"),
      number("weight"),
      choice("weight_unit"),
      text("description"),
      text("comments"),
      yesNo("exclude_from_utilization", false),
      coolingMethod(),
      date("end_of_life").since(4, 7)),
  MODULE_TYPE(
      "module",
      text("model"),
      text("part_number"),
      number("weight"),
      choice("weight_unit"),
      text("description"),
      text("comments"),
      choice("airflow"),
      coolingMethod(),
      date("end_of_life").since(4, 7)),
  RACK_TYPE(
      "rack",
      text("model"),
      text("slug"),
      choice("form_factor"),
      number("width", 19),
      number("u_height", 42),
      number("starting_unit", 1),
      yesNo("desc_units", false),
      number("outer_width"),
      number("outer_height").since(4, 3),
      number("outer_depth"),
      choice("outer_unit"),
      number("mounting_depth"),
      number("weight"),
      number("max_weight"),
      choice("weight_unit"),
      choice("cooling_capability").since(4, 7).only("air-only", "hybrid", "liquid-only"),
      number("cooling_capacity").since(4, 7),
      text("description"),
      text("comments"));

  private final String word;

  /** Made by List.of of records that nobody changes. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<NetBoxField> fields;

  TypeKind(String word, NetBoxField... fields) {
    this.word = word;
    this.fields = List.of(fields);
  }

  /** Where they live, such as {@code dcim/device-types}. */
  public String path() {
    return "dcim/" + word + "-types";
  }

  /** The field of a component that names its type. */
  public String reference() {
    return word + "_type";
  }

  /** The model as permissions name it. */
  public String model() {
    return word + "type";
  }

  /** Whether types of this kind have components of that kind at all. */
  public boolean has(ComponentKind component) {
    return switch (this) {
      case DEVICE_TYPE -> true;
      case MODULE_TYPE ->
          component != ComponentKind.DEVICE_BAYS && component != ComponentKind.INVENTORY_ITEMS;
      case RACK_TYPE -> false;
    };
  }

  public boolean hasSlug() {
    return this != MODULE_TYPE;
  }

  /** What is copied from the library as it stands. */
  public List<NetBoxField> fields() {
    return fields;
  }

  /** As our tables and answers write it, such as {@code device_type}. */
  public String key() {
    return reference();
  }

  /** As the journal and summaries write it, such as {@code device_types}. */
  public String plural() {
    return key() + "s";
  }

  public static TypeKind ofKey(String key) {
    return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst().orElseThrow();
  }
}
