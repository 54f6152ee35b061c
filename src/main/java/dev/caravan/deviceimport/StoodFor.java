package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.netbox.ComponentKind;
import java.util.Arrays;
import java.util.Optional;

/** The component that an inventory item stands for: NetBox wants its model and its number. */
final class StoodFor {

  private static final String TYPE = "component_type";
  private static final String ID = "component_id";

  private StoodFor() {}

  static ObjectNode of(ComponentWork item) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    component(item)
        .flatMap(item.definition()::id)
        .ifPresent(id -> fields.put(TYPE, "dcim." + model(item)).put(ID, id));
    return fields;
  }

  static Optional<ImportProblem> obstacle(ComponentWork item) {
    return name(item).isEmpty() || component(item).isPresent()
        ? Optional.empty()
        : Optional.of(
            ImportProblem.error(
                item.pointer() + "/component_name",
                "unknown-component",
                "there is no %s '%s' here".formatted(text(item, TYPE), name(item))));
  }

  /** Model and number only together name a component. */
  static void compare(ComponentWork item, JsonNode row, Change change) {
    boolean said = !name(item).isEmpty();
    JsonNode id =
        component(item)
            .flatMap(item.definition()::id)
            .<JsonNode>map(LongNode::valueOf)
            .orElse(TextNode.valueOf(name(item)));
    compare(item, TYPE, said ? TextNode.valueOf("dcim." + model(item)) : null, row, change);
    compare(item, ID, said ? id : null, row, change);
    if (change.after().has(TYPE) != change.after().has(ID) && said) {
      change.set(TYPE, TextNode.valueOf("dcim." + model(item)), held(row, TYPE), held(row, TYPE));
      change.set(ID, id, held(row, ID), id);
    }
  }

  private static void compare(
      ComponentWork item,
      String field,
      @org.jspecify.annotations.Nullable JsonNode wanted,
      JsonNode row,
      Change change) {
    change.compare(
        field,
        wanted,
        NullNode.getInstance(),
        held(row, field),
        item.written(),
        (one, other) -> one.asText().equals(other.asText()));
  }

  private static JsonNode held(JsonNode row, String field) {
    return row.hasNonNull(field) ? row.path(field) : NullNode.getInstance();
  }

  static Optional<ComponentWork> component(ComponentWork item) {
    return Arrays.stream(ComponentKind.values())
        .filter(kind -> kind.model().equals(model(item)))
        .findFirst()
        .flatMap(kind -> item.definition().component(kind, name(item)));
  }

  /** The library names the model of a device's component, NetBox wants that of its template. */
  private static String model(ComponentWork item) {
    String type = text(item, TYPE).replaceFirst("^dcim\\.", "");
    return type.endsWith("template") ? type : type + "template";
  }

  private static String name(ComponentWork item) {
    return text(item, "component_name");
  }

  private static String text(ComponentWork item, String field) {
    return item.item().path(field).asText("").strip();
  }
}
