package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.netbox.Field.Trait;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Shows objects as NetBox's JSON. */
final class Renderer {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Tables tables;
  private final Choices choices;
  private final String base;

  Renderer(Tables tables, Choices choices, String base) {
    this.tables = tables;
    this.choices = choices;
    this.base = base;
  }

  /** The address of an object. */
  String url(Row row) {
    return base + row.kind().path() + row.id() + "/";
  }

  /** All fields that pass, in NetBox's order. */
  ObjectNode show(Row row, Predicate<String> shown) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    head(node, row, shown);
    for (Field field : row.kind().fields().values()) {
      if (shown.test(field.name())) {
        show(node, row, field);
      }
    }
    return node;
  }

  /** The fields shown in reply to a write: before 4.5 without those that need a query. */
  static Predicate<String> afterWrite(Kind kind) {
    return name -> kind.field(name).map(field -> !field.has(Trait.ONLY_WHEN_READ)).orElse(true);
  }

  private void head(ObjectNode node, Row row, Predicate<String> shown) {
    if (shown.test("id")) {
      node.put("id", row.id());
    }
    if (shown.test("url")) {
      node.put("url", url(row));
    }
    if (row.kind().page() && shown.test("display_url")) {
      node.put(
          "display_url",
          base + "/" + row.kind().app() + "/" + row.kind().endpoint() + "/" + row.id() + "/");
    }
    if (shown.test("display")) {
      node.put("display", row.display());
    }
  }

  private ObjectNode nested(Row row) {
    List<String> brief = row.kind().brief();
    return show(
        row,
        name ->
            name.equals("id")
                || name.equals("url")
                || name.equals("display")
                || (brief.contains(name) && afterWrite(row.kind()).test(name)));
  }

  private void show(ObjectNode node, Row row, Field field) {
    String name = field.name();
    Object value = row.value(name);
    switch (field.type()) {
      case CHOICE -> choice(node, row, field);
      case NUMBER_CHOICE -> {
        ObjectNode shown = node.putObject(name);
        plain(shown, "value", value);
        shown.put("label", choices.of(row.kind(), field).getOrDefault(String.valueOf(value), ""));
      }
      case REFERENCE -> reference(node, row, field);
      case COMPONENT -> component(node, row, name);
      case MAPPINGS -> node.set(name, mappings(row, field));
      case COUNT -> node.put(name, tables.count(field.target(), row.id()));
      case DEPTH -> node.put(name, depth(row));
      case CREATED -> node.put(name, TIME.format(row.created()));
      case LAST_UPDATED -> node.put(name, TIME.format(row.updated()));
      case TAGS -> node.putArray(name);
      case REFERENCES -> node.set(name, references(row, field));
      case CUSTOM_FIELDS -> node.putObject(name);
      case ALWAYS_ZERO -> node.put(name, 0);
      case IMAGE -> node.put(name, value == null ? null : base + "/media/" + value);
      default -> plain(node, name, value);
    }
  }

  private static void plain(ObjectNode node, String name, @Nullable Object value) {
    if (value instanceof Boolean bool) {
      node.put(name, bool);
    } else if (value instanceof Long number) {
      node.put(name, number);
    } else if (value instanceof BigDecimal number) {
      node.put(name, number.doubleValue());
    } else if (value instanceof JsonNode tree) {
      node.set(name, tree);
    } else if (value == null) {
      node.putNull(name);
    } else {
      node.put(name, value.toString());
    }
  }

  private void choice(ObjectNode node, Row row, Field field) {
    Object value = row.value(field.name());
    if (value == null) {
      node.putNull(field.name());
      return;
    }
    node.putObject(field.name())
        .put("value", value.toString())
        .put("label", choices.of(row.kind(), field).getOrDefault(value.toString(), ""));
  }

  private void reference(ObjectNode node, Row row, Field field) {
    Optional<Row> target = tables.target(row, field);
    if (target.isEmpty()) {
      node.putNull(field.name());
    } else if (field.name().equals("bridge") || field.name().equals("parent")) {
      node.set(field.name(), nested(target.get()).without("description"));
    } else {
      node.set(field.name(), nested(target.get()));
    }
  }

  private ArrayNode references(Row row, Field field) {
    ArrayNode shown = JsonNodeFactory.instance.arrayNode();
    if (row.value(field.name()) instanceof JsonNode ids) {
      for (JsonNode id : ids) {
        tables.of(field.target().kind()).find(id.asLong()).map(this::nested).ifPresent(shown::add);
      }
    }
    return shown;
  }

  private void component(ObjectNode node, Row row, String name) {
    Optional<Row> component =
        tables.all().stream()
            .filter(table -> table.kind().contentType().equals(row.value("component_type")))
            .findFirst()
            .flatMap(
                table ->
                    row.value("component_id") instanceof Long id
                        ? table.find(id)
                        : Optional.<Row>empty());
    if (component.isEmpty()) {
      node.putNull(name);
    } else {
      node.set(name, nested(component.get()));
    }
  }

  private ArrayNode mappings(Row row, Field field) {
    String other = MappingRules.other(field);
    String own = field.target().via() + "_position";
    Table table = tables.of(field.target().kind());
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    table.pointingAt(field.target().via(), row.id()).stream()
        .flatMap(id -> table.find(id).stream())
        .sorted(Comparator.comparing(mapping -> (Long) mapping.values().get(own)))
        .forEach(
            mapping -> {
              ObjectNode shown = list.addObject();
              plain(shown, "position", mapping.value(own));
              plain(shown, other, mapping.value(other));
              plain(shown, other + "_position", mapping.value(other + "_position"));
            });
    return list;
  }

  private int depth(Row row) {
    int depth = 0;
    Optional<Row> above = parent(row);
    while (above.isPresent()) {
      depth++;
      above = parent(above.get());
    }
    return depth;
  }

  private Optional<Row> parent(Row row) {
    Long id = row.reference("parent");
    return id == null ? Optional.empty() : tables.of(row.kind()).find(id);
  }

  /** As NetBox prints a time. */
  static String time(Instant instant) {
    return TIME.format(instant);
  }
}
