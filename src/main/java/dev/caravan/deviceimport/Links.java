package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.deviceimport.Reference.Kind;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.NetBoxVersion;
import java.util.List;
import java.util.Optional;

/** What components refer to by name, turned into NetBox's numbers. */
final class Links {

  private final NetBoxVersion version;
  private final References references;
  private final Mappings mappings;

  Links(NetBoxVersion version, References references) {
    this.version = version;
    this.references = references;
    this.mappings = new Mappings(version);
  }

  /** The fields of a component that hold numbers of other objects, bridges apart. */
  ObjectNode of(ComponentWork component) {
    ObjectNode links = JsonNodeFactory.instance.objectNode();
    switch (component.kind()) {
      case POWER_OUTLETS -> powerPort(component).ifPresent(id -> links.put("power_port", id));
      case FRONT_PORTS -> links.setAll(mappings.of(component));
      case INVENTORY_ITEMS -> {
        reference(component, Kind.MANUFACTURERS).ifPresent(id -> links.put("manufacturer", id));
        reference(component, Kind.INVENTORY_ITEM_ROLES).ifPresent(id -> links.put("role", id));
      }
      default -> {}
    }
    return links;
  }

  private static Optional<Long> powerPort(ComponentWork outlet) {
    return outlet.definition().id(ComponentKind.POWER_PORTS, said(outlet, "power_port"));
  }

  private Optional<Long> reference(ComponentWork item, Kind kind) {
    return references.id(kind, said(item, field(kind)));
  }

  Optional<Long> bridge(ComponentWork component) {
    return component.kind() == ComponentKind.INTERFACES
        ? component.definition().id(ComponentKind.INTERFACES, said(component, "bridge"))
        : Optional.empty();
  }

  /** Why the component cannot be created; empty when all that it refers to is there. */
  Optional<ImportProblem> obstacle(ComponentWork component) {
    return switch (component.kind()) {
      case INTERFACES -> unknown(component, "bridge", ComponentKind.INTERFACES);
      case POWER_OUTLETS -> unknown(component, "power_port", ComponentKind.POWER_PORTS);
      case FRONT_PORTS -> unmapped(component);
      case INVENTORY_ITEMS ->
          missing(component, Kind.MANUFACTURERS)
              .or(() -> missing(component, Kind.INVENTORY_ITEM_ROLES));
      default -> Optional.empty();
    };
  }

  private static Optional<ImportProblem> unknown(
      ComponentWork component, String field, ComponentKind kind) {
    String name = said(component, field);
    return name.isEmpty() || component.definition().component(kind, name).isPresent()
        ? Optional.empty()
        : Optional.of(
            ImportProblem.error(
                component.pointer() + "/" + field,
                "unknown-" + field.replace('_', '-'),
                "there is no '%s' among the %s".formatted(name, kind.libraryKey())));
  }

  private Optional<ImportProblem> unmapped(ComponentWork frontPort) {
    List<PortMapping> wanted = Mappings.wanted(frontPort);
    if (!version.mapsManyPorts() && wanted.size() > 1) {
      return Optional.of(
          ImportProblem.error(
              frontPort.pointer(),
              "one-mapping-only",
              "NetBox %s maps a front port to one rear position, this one has %d"
                  .formatted(version, wanted.size())));
    }
    return wanted.stream()
        .filter(m -> frontPort.definition().id(ComponentKind.REAR_PORTS, m.rearPort()).isEmpty())
        .findFirst()
        .map(
            m ->
                ImportProblem.error(
                    frontPort.pointer(),
                    "unknown-rear-port",
                    "there is no '%s' among the rear-ports".formatted(m.rearPort())));
  }

  private Optional<ImportProblem> missing(ComponentWork item, Kind kind) {
    String name = said(item, field(kind));
    if (name.isEmpty() || references.id(kind, name).isPresent()) {
      return Optional.empty();
    }
    String why =
        references
            .find(kind, name)
            .map(Reference::problem)
            .orElse("it was not there when this import began");
    return Optional.of(
        ImportProblem.error(
            item.pointer() + "/" + field(kind), "netbox", "'%s': %s".formatted(name, why)));
  }

  private static String field(Kind kind) {
    return kind == Kind.MANUFACTURERS ? "manufacturer" : "role";
  }

  private static String said(ComponentWork component, String field) {
    return component.item().path(field).asText("").strip();
  }

  /** How what a component refers to differs from what the library says. */
  void compare(ComponentWork component, JsonNode row, Change change) {
    switch (component.kind()) {
      case INTERFACES -> compare(component, "bridge", bridge(component), row, change);
      case POWER_OUTLETS -> compare(component, "power_port", powerPort(component), row, change);
      case FRONT_PORTS -> mappings.compare(component, row, change);
      case INVENTORY_ITEMS -> {
        for (Kind kind : Kind.values()) {
          compare(component, field(kind), reference(component, kind), row, change);
        }
      }
      default -> {}
    }
  }

  /** What is said but not there yet is on its way: until then it has no number but its name. */
  private static void compare(
      ComponentWork component, String field, Optional<Long> id, JsonNode row, Change change) {
    String name = said(component, field);
    if (row.path(field).isObject()) {
      change.name(field, row.path(field).path("name").asText());
    }
    JsonNode wanted = id.<JsonNode>map(LongNode::valueOf).orElse(TextNode.valueOf(name));
    change.compare(
        field,
        name.isEmpty() ? null : wanted,
        NullNode.getInstance(),
        held(row.path(field)),
        component.written(),
        (one, other) -> one.asText().equals(other.asText()));
  }

  /** What NetBox answers for a link, in the shape in which it would be sent. */
  static JsonNode held(JsonNode value) {
    if (value.isObject()) {
      return LongNode.valueOf(value.path("id").asLong());
    }
    return value.isMissingNode() ? NullNode.getInstance() : value;
  }
}
