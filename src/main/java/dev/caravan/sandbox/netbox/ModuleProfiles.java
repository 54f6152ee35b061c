package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The profiles of module types that a fresh NetBox brings, and the attributes that they allow. */
final class ModuleProfiles {

  static final String ENDPOINT = "module-type-profiles";
  private static final UUID NOBODY = new UUID(0, 0);

  /** Names and types of attributes; those with a star are required. */
  private static final Map<Long, Profile> BUILT_IN =
      Map.of(
          1L, profile("CPU", "cores integer, speed number, architecture string"),
          2L, profile("Fan", "rpm integer"),
          3L, profile("GPU", "gpu string, *memory integer, interface string"),
          4L, profile("Hard disk", "*size integer, type string, speed integer"),
          5L, profile("Memory", "*class string, *size integer, data_rate integer, ecc boolean"),
          6L,
              profile(
                  "Power supply",
                  "*input_current string, *input_voltage integer, wattage integer,"
                      + " hot_swappable boolean"),
          7L, profile("Expansion card", "connector_type string, bandwidth integer"));

  private record Profile(String name, Map<String, String> types, List<String> required) {}

  private ModuleProfiles() {}

  private static Profile profile(String name, String attributes) {
    Map<String, String> types = new HashMap<>();
    List<String> required = new ArrayList<>();
    for (String each : attributes.split(", ?", -1)) {
      String[] words = each.replace("*", "").split(" ", -1);
      types.put(words[0], words[1]);
      if (each.startsWith("*")) {
        required.add(words[0]);
      }
    }
    return new Profile(name, types, required);
  }

  static Kind kind(NetBoxVersion version) {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.text("name", 100, Field.Trait.REQUIRED).with(Field.Trait.UNIQUE));
    fields.add(Field.text("description", 200));
    if (version.mapsPortsManyToMany()) {
      fields.add(Field.of("owner", FieldType.ALWAYS_NULL));
    }
    TypeKinds.bookkeeping(fields);
    return Kind.of(ENDPOINT, "ModuleTypeProfile", "Module type profile", fields)
        .shownAs("name", "description")
        .once(new Kind.Unique("dcim_moduletypeprofile_name_key", List.of("name")))
        .withPage();
  }

  static void fill(Tables tables, Clock clock) {
    if (tables.holds(ENDPOINT)) {
      Table table = tables.of(ENDPOINT);
      Instant now = clock.instant();
      BUILT_IN.forEach(
          (id, profile) ->
              table.put(
                  new Row(
                      table.kind(),
                      id,
                      Map.of("name", profile.name(), "description", ""),
                      now,
                      now,
                      NOBODY,
                      null)));
      table.startAfter(8);
    }
  }

  /** What is sent is added to what stands, unless it is nothing at all. */
  static Object merged(Draft draft, JsonNode sent) {
    Object held = draft.before().map(row -> row.value("attributes")).orElse(null);
    if (sent.isEmpty() || !(held instanceof ObjectNode before)) {
      return sent;
    }
    ObjectNode merged = before.deepCopy();
    sent.properties().forEach(each -> merged.set(each.getKey(), each.getValue()));
    return merged;
  }

  /** Without a profile there are no attributes; with one they are as it says. */
  static Optional<Rule.Breach> attributes(Draft draft) {
    Profile profile = draft.target("profile").map(row -> BUILT_IN.get(row.id())).orElse(null);
    if (profile == null) {
      draft.values().remove("attributes");
      return Optional.empty();
    }
    if (!(draft.values().get("attributes") instanceof ObjectNode held)) {
      return Optional.empty();
    }
    for (String name : profile.required()) {
      if (!held.has(name)) {
        return Rule.whole("Invalid schema: '" + name + "' is a required property");
      }
    }
    for (Map.Entry<String, JsonNode> each : held.properties()) {
      String type = profile.types().getOrDefault(each.getKey(), "");
      if (!fits(type, each.getValue())) {
        return Rule.whole(
            "Invalid schema: %s is not of type '%s'"
                .formatted(Python.print(each.getValue()), type));
      }
    }
    return Optional.empty();
  }

  private static boolean fits(String type, JsonNode value) {
    return switch (type) {
      case "integer" -> value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
      case "number" -> value.isNumber();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      default -> true;
    };
  }
}
