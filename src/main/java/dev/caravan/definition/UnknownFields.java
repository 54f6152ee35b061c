package dev.caravan.definition;

import dev.caravan.failure.JsonPointers;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fields that NetBox would drop without a word. */
final class UnknownFields implements Rule {

  /** What NetBox or the library itself knows of a type, lists of components apart. */
  private static final Set<String> TYPE =
      Set.of(
          "manufacturer",
          "model",
          "part_number",
          "weight",
          "weight_unit",
          "airflow",
          "description",
          "comments",
          "port-mappings",
          "cooling_method",
          "end_of_life");

  private static final Set<String> DEVICE_TYPE =
      Set.of(
          "slug",
          "u_height",
          "is_full_depth",
          "subdevice_role",
          "exclude_from_utilization",
          "default_platform",
          "front_image",
          "rear_image",
          "is_powered");

  private static final Set<String> MODULE_TYPE =
      Set.of("profile", "attributes", "module_bay_types");

  /** All of a rack type: it shares little with what is put into racks. */
  private static final Set<String> RACK_TYPE =
      Set.of(
          "manufacturer",
          "model",
          "slug",
          "form_factor",
          "width",
          "u_height",
          "starting_unit",
          "desc_units",
          "outer_width",
          "outer_height",
          "outer_depth",
          "outer_unit",
          "mounting_depth",
          "weight",
          "max_weight",
          "weight_unit",
          "cooling_capability",
          "cooling_capacity",
          "description",
          "comments");

  /** What types of NetBox have, and the import leaves to people. */
  private static final Set<String> NOT_IMPORTED = Set.of("tags", "custom_fields");

  /** A note of the library to itself. */
  private static final String POWER_SOURCE = "_is_power_source";

  @Override
  public void check(Content content, Problems problems) {
    content
        .fields()
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (NOT_IMPORTED.contains(field)) {
                problems.warning(
                    JsonPointers.of("", field),
                    "not-imported",
                    "The import does not set \"%s\" yet: add them in NetBox".formatted(field));
              } else if (!knows(content.kind(), field)) {
                problems.warning(JsonPointers.of("", field), "unknown-field", dropped(field));
              }
            });
    for (Component each : content.all()) {
      each.fields()
          .fieldNames()
          .forEachRemaining(
              field -> {
                if (!each.kind().knows(field) && !field.equals(POWER_SOURCE)) {
                  problems.warning(each.at(field), "unknown-field", dropped(field));
                }
              });
    }
  }

  private static boolean knows(DefinitionKind kind, String field) {
    return known(kind).contains(field)
        || Arrays.stream(ComponentKind.values()).anyMatch(k -> k.key().equals(field));
  }

  /** What a type of the kind may say, lists of components apart. */
  static Set<String> known(DefinitionKind kind) {
    return switch (kind) {
      case DEVICE_TYPE -> both(TYPE, DEVICE_TYPE);
      case MODULE_TYPE -> both(TYPE, MODULE_TYPE);
      case RACK_TYPE -> RACK_TYPE;
    };
  }

  private static Set<String> both(Set<String> some, Set<String> others) {
    return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
  }

  private static String dropped(String field) {
    return "NetBox has no field \"%s\" here and drops it".formatted(field);
  }
}
