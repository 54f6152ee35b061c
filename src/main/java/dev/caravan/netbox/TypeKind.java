package dev.caravan.netbox;

import static dev.caravan.netbox.NetBoxField.choice;
import static dev.caravan.netbox.NetBoxField.number;
import static dev.caravan.netbox.NetBoxField.text;
import static dev.caravan.netbox.NetBoxField.yesNo;

import java.util.List;

/** The two kinds of type that carry components. */
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
      yesNo("exclude_from_utilization", false)),
  MODULE_TYPE(
      "module",
      text("model"),
      text("part_number"),
      number("weight"),
      choice("weight_unit"),
      text("description"),
      text("comments"),
      choice("airflow"));

  private final String word;

  /** Made by List.of of records that nobody changes. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<NetBoxField> fields;

  TypeKind(String word, NetBoxField... fields) {
    this.word = word;
    this.fields = List.of(fields);
  }

  /** Where they live: {@code dcim/device-types} or {@code dcim/module-types}. */
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
    return this == DEVICE_TYPE
        || (component != ComponentKind.DEVICE_BAYS && component != ComponentKind.INVENTORY_ITEMS);
  }

  /** What is copied from the library as it stands. */
  public List<NetBoxField> fields() {
    return fields;
  }

  /** As our tables and answers write it: {@code device_type} or {@code module_type}. */
  public String key() {
    return reference();
  }

  /** As the journal and summaries write it: {@code device_types} or {@code module_types}. */
  public String plural() {
    return key() + "s";
  }

  public static TypeKind ofKey(String key) {
    return key.equals(MODULE_TYPE.key()) ? MODULE_TYPE : DEVICE_TYPE;
  }
}
