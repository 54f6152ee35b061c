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
import dev.caravan.netbox.TypeKind;
import java.util.List;
import java.util.Optional;

/** What components refer to by name, turned into NetBox's numbers. */
final class Links {

  private static final String PARENT = "parent";

  private final NetBoxVersion version;
  private final References references;
  private final Mappings mappings;
  private final BayTypes bayTypes;

  Links(NetBoxVersion version, References references) {
    this.version = version;
    this.references = references;
    this.mappings = new Mappings(version);
    this.bayTypes = new BayTypes(version, references);
  }

  /** The fields of a component that hold numbers of other objects, bridges apart. */
  ObjectNode of(ComponentWork component) {
    ObjectNode links = JsonNodeFactory.instance.objectNode();
    switch (component.kind()) {
      case INTERFACES -> {
        if (version.atLeast(NetBoxVersion.NESTED)) {
          parent(component).ifPresent(id -> links.put(PARENT, id));
        }
      }
      case POWER_OUTLETS -> powerPort(component).ifPresent(id -> links.put("power_port", id));
      case FRONT_PORTS -> links.setAll(mappings.of(component));
      case MODULE_BAYS -> links.setAll(bayTypes.of(component.item()));
      case INVENTORY_ITEMS -> {
        reference(component, Kind.MANUFACTURERS).ifPresent(id -> links.put("manufacturer", id));
        reference(component, Kind.INVENTORY_ITEM_ROLES).ifPresent(id -> links.put("role", id));
        parent(component).ifPresent(id -> links.put(PARENT, id));
        links.setAll(StoodFor.of(component));
      }
      default -> {}
    }
    return links;
  }

  /** The fields of a type that hold numbers of other objects, its manufacturer apart. */
  ObjectNode of(TypeKind kind, JsonNode content) {
    ObjectNode links = JsonNodeFactory.instance.objectNode();
    switch (kind) {
      case DEVICE_TYPE -> platform(content).ifPresent(id -> links.put("default_platform", id));
      case MODULE_TYPE -> links.setAll(bayTypes.of(content));
      case RACK_TYPE -> {}
    }
    return links;
  }

  private Optional<Long> platform(JsonNode content) {
    return references.id(Kind.PLATFORMS, said(content, "default_platform"));
  }

  private static Optional<Long> parent(ComponentWork component) {
    return component.parent().flatMap(component.definition()::id);
  }

  /** Whether all components that it refers to are there. */
  static boolean knowsAll(ComponentWork component) {
    boolean bridged =
        component.kind() != ComponentKind.INTERFACES
            || said(component, "bridge").isEmpty()
            || bridge(component).isPresent();
    return bridged && (component.parent().isEmpty() || parent(component).isPresent());
  }

  private static Optional<Long> powerPort(ComponentWork outlet) {
    return outlet.definition().id(ComponentKind.POWER_PORTS, said(outlet, "power_port"));
  }

  private Optional<Long> reference(ComponentWork item, Kind kind) {
    return references.id(kind, said(item, field(kind)));
  }

  static Optional<Long> bridge(ComponentWork component) {
    return component.kind() == ComponentKind.INTERFACES
        ? component.definition().id(ComponentKind.INTERFACES, said(component, "bridge"))
        : Optional.empty();
  }

  /** Why the component cannot be created; empty when all that it refers to is there. */
  Optional<ImportProblem> obstacle(ComponentWork component) {
    return switch (component.kind()) {
      case INTERFACES ->
          unknown(component, "bridge", ComponentKind.INTERFACES)
              .or(() -> unknown(component, PARENT, ComponentKind.INTERFACES));
      case POWER_OUTLETS -> unknown(component, "power_port", ComponentKind.POWER_PORTS);
      case FRONT_PORTS -> unmapped(component);
      case MODULE_BAYS -> bayTypes.obstacle(component.item(), component.pointer());
      case INVENTORY_ITEMS ->
          missing(component, Kind.MANUFACTURERS)
              .or(() -> missing(component, Kind.INVENTORY_ITEM_ROLES))
              .or(() -> unknown(component, PARENT, ComponentKind.INVENTORY_ITEMS))
              .or(() -> StoodFor.obstacle(component));
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
    return references.obstacle(kind, said(item, field(kind)), item.pointer() + "/" + field(kind));
  }

  /** Why the type cannot be written; empty when all that it refers to is there. */
  Optional<ImportProblem> obstacle(TypeKind kind, JsonNode content) {
    return switch (kind) {
      case DEVICE_TYPE ->
          references.obstacle(
              Kind.PLATFORMS, said(content, "default_platform"), "/default_platform");
      case MODULE_TYPE -> bayTypes.obstacle(content, "");
      case RACK_TYPE -> Optional.empty();
    };
  }

  private static String field(Kind kind) {
    return kind == Kind.MANUFACTURERS ? "manufacturer" : "role";
  }

  private static String said(ComponentWork component, String field) {
    return said(component.item(), field);
  }

  private static String said(JsonNode item, String field) {
    return item.path(field).asText("").strip();
  }

  /** How what a component refers to differs from what the library says. */
  void compare(ComponentWork component, JsonNode row, Change change) {
    switch (component.kind()) {
      case INTERFACES -> {
        compare(component, "bridge", bridge(component), row, change);
        if (row.has(PARENT)) {
          compare(component, PARENT, parent(component), row, change);
        }
      }
      case POWER_OUTLETS -> compare(component, "power_port", powerPort(component), row, change);
      case FRONT_PORTS -> mappings.compare(component, row, change);
      case INVENTORY_ITEMS -> {
        for (Kind kind : List.of(Kind.MANUFACTURERS, Kind.INVENTORY_ITEM_ROLES)) {
          compare(component, field(kind), reference(component, kind), row, change);
        }
        compare(component, PARENT, parent(component), row, change);
        StoodFor.compare(component, row, change);
      }
      case MODULE_BAYS -> bayTypes.compare(component.item(), row, component.written(), change);
      default -> {}
    }
  }

  /** How what a type refers to differs from what the library says. */
  void compare(TypeKind kind, JsonNode content, JsonNode row, Written written, Change change) {
    switch (kind) {
      case DEVICE_TYPE -> {
        String name = said(content, "default_platform");
        compare("default_platform", name, platform(content), row, written, change);
      }
      case MODULE_TYPE -> bayTypes.compare(content, row, written, change);
      case RACK_TYPE -> {}
    }
  }

  private static void compare(
      ComponentWork component, String field, Optional<Long> id, JsonNode row, Change change) {
    compare(field, said(component, field), id, row, component.written(), change);
  }

  /** What is said but not there yet is on its way: until then it has no number but its name. */
  private static void compare(
      String field, String name, Optional<Long> id, JsonNode row, Written written, Change change) {
    if (row.path(field).isObject()) {
      change.name(field, row.path(field).path("name").asText());
    }
    JsonNode wanted = id.<JsonNode>map(LongNode::valueOf).orElse(TextNode.valueOf(name));
    change.compare(
        field,
        name.isEmpty() ? null : wanted,
        NullNode.getInstance(),
        held(row.path(field)),
        written,
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
