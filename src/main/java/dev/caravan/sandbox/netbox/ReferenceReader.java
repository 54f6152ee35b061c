package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the object that a request means by a number or by a dictionary of attributes. */
final class ReferenceReader {

  private final Tables tables;

  ReferenceReader(Tables tables) {
    this.tables = tables;
  }

  Long byIdOrAttributes(String kind, JsonNode value) throws Refused {
    if (value.isObject()) {
      return byAttributes(kind, value);
    }
    long id =
        number(value)
            .orElseThrow(
                () ->
                    new Refused(
                        "Related objects must be referenced by numeric ID or by dictionary of"
                            + " attributes. Received an unrecognized value: "
                            + Python.print(value)));
    if (tables.of(kind).find(id).isEmpty()) {
      throw new Refused("Related object not found using the provided numeric ID: " + id);
    }
    return id;
  }

  /** Only a bare id will do here. */
  Long byKey(String kind, JsonNode value) throws Refused {
    Optional<Long> id = value.isBoolean() ? Optional.empty() : number(value);
    if (id.isEmpty()) {
      throw new Refused("Incorrect type. Expected pk value, received " + Python.type(value) + ".");
    }
    if (tables.of(kind).find(id.get()).isEmpty()) {
      throw new Refused("Invalid pk \"" + id.get() + "\" - object does not exist.");
    }
    return id.get();
  }

  String contentType(Field field, JsonNode value) throws Refused {
    String name = value.asText();
    if (!value.isTextual() || name.split("\\.", -1).length != 2) {
      throw new Refused("Invalid value. Specify a content type as '<app_label>.<model_name>'.");
    }
    return tables.all().stream()
        .map(Table::kind)
        .filter(kind -> takes(field, kind))
        .map(Kind::contentType)
        .filter(name.toLowerCase(Locale.ROOT)::equals)
        .findFirst()
        .orElseThrow(() -> new Refused("Invalid content type: " + name));
  }

  /**
   * Inventory items lead to components, addresses to interfaces of virtual machines, images to
   * types.
   */
  private static boolean takes(Field field, Kind kind) {
    if (field.name().equals("object_type")) {
      return kind.endpoint().equals("module-types");
    }
    return field.name().equals("assigned_object_type")
        ? kind.endpoint().equals("interfaces")
        : kind.field("module_type").isPresent() && !kind.model().startsWith("Module");
  }

  /** Tags cannot be made here, so only an empty list is right. */
  void noTags(JsonNode value) throws Refused {
    for (JsonNode tag : value) {
      throw new Refused(
          tag.isObject()
              ? "Related object not found using the provided attributes: " + Python.print(tag)
              : "Related objects must be referenced by numeric ID or by dictionary of attributes."
                  + " Received an unrecognized value: "
                  + Python.print(tag));
    }
  }

  private Long byAttributes(String kind, JsonNode attributes) throws Refused {
    List<Row> found = new ArrayList<>();
    for (Row row : tables.of(kind).rows()) {
      if (matches(row, attributes)) {
        found.add(row);
      }
    }
    if (found.size() == 1) {
      return found.get(0).id();
    }
    throw new Refused(
        (found.isEmpty()
                ? "Related object not found using the provided attributes: "
                : "Multiple objects match the provided attributes: ")
            + Python.print(attributes));
  }

  private boolean matches(Row row, JsonNode attributes) throws Refused {
    for (Iterator<Map.Entry<String, JsonNode>> i = attributes.fields(); i.hasNext(); ) {
      Map.Entry<String, JsonNode> wanted = i.next();
      if (!matches(row, wanted.getKey(), wanted.getValue())) {
        return false;
      }
    }
    return true;
  }

  private boolean matches(Row row, String attribute, JsonNode wanted) throws Refused {
    if (attribute.equals("id")) {
      return row.id() == wanted.asLong();
    }
    String name = attribute.replaceAll("_id$", "");
    Field field =
        row.kind()
            .field(attribute)
            .or(() -> row.kind().field(name))
            .orElseThrow(() -> new Refused(unknown(row.kind(), attribute)));
    if (field.pointsElsewhere() && wanted.isObject()) {
      Optional<Row> target = tables.target(row, field);
      return target.isPresent() && matches(target.get(), wanted);
    }
    Object value = row.value(field.name());
    return value == null ? wanted.isNull() : value.toString().equals(wanted.asText());
  }

  private static String unknown(Kind kind, String attribute) {
    return "Cannot resolve keyword '%s' into field. Choices are: %s"
        .formatted(attribute, String.join(", ", kind.fields().keySet().stream().sorted().toList()));
  }

  private static Optional<Long> number(JsonNode value) {
    if (value.isNumber()) {
      return Optional.of(value.longValue());
    }
    if (value.isBoolean()) {
      return Optional.of(value.booleanValue() ? 1L : 0L);
    }
    try {
      return value.isTextual()
          ? Optional.of(Long.valueOf(value.textValue().strip()))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
