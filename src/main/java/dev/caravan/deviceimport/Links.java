package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.deviceimport.Reference.Kind;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.NetBoxVersion;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What components refer to by name, turned into NetBox's numbers. */
final class Links {

  private final NetBoxVersion version;
  private final References references;

  Links(NetBoxVersion version, References references) {
    this.version = version;
    this.references = references;
  }

  /** The fields of a component that hold numbers of other objects, bridges apart. */
  ObjectNode of(ComponentWork component) {
    ObjectNode links = JsonNodeFactory.instance.objectNode();
    switch (component.kind()) {
      case POWER_OUTLETS -> powerPort(component).ifPresent(id -> links.put("power_port", id));
      case FRONT_PORTS -> mappings(component, links);
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

  /** From NetBox 4.5 a list of mappings; before, one rear port and its position. */
  private void mappings(ComponentWork frontPort, ObjectNode links) {
    List<PortMapping> mappings = mappings(frontPort);
    if (!version.mapsManyPorts()) {
      mappings.forEach(
          m ->
              links
                  .put("rear_port", rear(frontPort, m))
                  .put("rear_port_position", m.rearPosition()));
      return;
    }
    int positions = frontPort.item().path("positions").asInt(1);
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (PortMapping mapping : mappings) {
      positions = Math.max(positions, mapping.position());
      list.addObject()
          .put("position", mapping.position())
          .put("rear_port", rear(frontPort, mapping))
          .put("rear_port_position", mapping.rearPosition());
    }
    links.put("positions", positions);
    links.set("rear_ports", list);
  }

  private static List<PortMapping> mappings(ComponentWork frontPort) {
    return PortMapping.of(frontPort.definition().row().content(), frontPort.item());
  }

  private static long rear(ComponentWork frontPort, PortMapping mapping) {
    return frontPort.definition().id(ComponentKind.REAR_PORTS, mapping.rearPort()).orElse(0L);
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
    List<PortMapping> mappings = mappings(frontPort);
    if (!version.mapsManyPorts() && mappings.size() > 1) {
      return Optional.of(
          ImportProblem.error(
              frontPort.pointer(),
              "one-mapping-only",
              "NetBox %s maps a front port to one rear position, this one has %d"
                  .formatted(version, mappings.size())));
    }
    return mappings.stream()
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

  /** What NetBox answers for a link, in the shape in which it would be sent. */
  static JsonNode held(JsonNode value) {
    if (value.isObject()) {
      return LongNode.valueOf(value.path("id").asLong());
    }
    return value.isMissingNode() ? NullNode.getInstance() : value;
  }

  /** Compares numbers, and lists of mappings in any order. */
  static boolean same(JsonNode wanted, JsonNode held) {
    return wanted.isArray()
        ? each(wanted).equals(each(held))
        : wanted.asText().equals(held.asText());
  }

  private static List<String> each(JsonNode mappings) {
    return StreamSupport.stream(mappings.spliterator(), false)
        .map(
            m ->
                m.path("position").asText()
                    + '/'
                    + m.path("rear_port").asText()
                    + '/'
                    + m.path("rear_port_position").asText())
        .sorted()
        .toList();
  }
}
