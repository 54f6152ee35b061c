package dev.caravan.definition;

import dev.caravan.yaml.JsonPointers;
import java.util.Arrays;
import java.util.Set;

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

  /** A note of the library to itself. */
  private static final String POWER_SOURCE = "_is_power_source";

  @Override
  public void check(Content content, Problems problems) {
    content
        .fields()
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!knows(content.kind(), field)) {
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
    Set<String> own = kind == DefinitionKind.DEVICE_TYPE ? DEVICE_TYPE : MODULE_TYPE;
    return TYPE.contains(field)
        || own.contains(field)
        || Arrays.stream(ComponentKind.values()).anyMatch(k -> k.key().equals(field));
  }

  private static String dropped(String field) {
    return "NetBox has no field \"%s\" here and drops it".formatted(field);
  }
}
