package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.netbox.NetBoxField;
import dev.caravan.netbox.NetBoxVersion;
import dev.caravan.netbox.TypeKind;
import java.util.List;
import java.util.Optional;

/** Puts what the library says into the shape of one release of NetBox. */
final class Translation {

  static final NetBoxVersion PROFILES = new NetBoxVersion(4, 3);

  private final NetBoxVersion version;
  private final Links links;

  Translation(NetBoxVersion version, References references) {
    this.version = version;
    this.links = new Links(version, references);
  }

  /** A type to create. */
  ObjectNode type(TypeKind kind, JsonNode content, long manufacturer) {
    ObjectNode body = said(kind.fields(), content);
    body.put("manufacturer", manufacturer);
    body.setAll(links.of(kind, content));
    if (kind == TypeKind.MODULE_TYPE && version.atLeast(PROFILES)) {
      body.setAll(Profiles.of(content));
    }
    return body;
  }

  /** A component to create. */
  ObjectNode component(ComponentWork component) {
    DefinitionRow owner = component.definition().row();
    ObjectNode body = said(component.kind().fields(), component.item());
    body.put("name", component.name());
    body.put(owner.kind().reference(), owner.typeId());
    body.setAll(links.of(component));
    return body;
  }

  /** The fields of a type that hold numbers of other objects, its manufacturer apart. */
  ObjectNode links(DefinitionRow row) {
    return links.of(row.kind(), row.content());
  }

  /** How a type differs from the object that stands for it. */
  Change change(DefinitionRow row, JsonNode type, Written written) {
    Change change = Change.between(row.kind().fields(), row.content(), type, written);
    if (row.kind() == TypeKind.MODULE_TYPE && version.atLeast(PROFILES)) {
      Profiles.compare(row.content(), type, written, change);
    }
    links.compare(row.kind(), row.content(), type, written, change);
    return change;
  }

  /** How a component differs from the object that stands for it. */
  Change change(ComponentWork component, JsonNode row) {
    Change change =
        Change.between(component.kind().fields(), component.item(), row, component.written());
    links.compare(component, row, change);
    return change;
  }

  /** What of a component that was created is the library's. */
  ObjectNode wrote(ComponentWork component) {
    ObjectNode body = component(component);
    body.remove(List.of("name", component.definition().row().kind().reference()));
    return body;
  }

  /** The interface that this one is bridged to; empty for most. */
  static Optional<Long> bridge(ComponentWork component) {
    return Links.bridge(component);
  }

  /** Whether all components that this one refers to are there. */
  static boolean knowsAll(ComponentWork component) {
    return Links.knowsAll(component);
  }

  /** Why the type cannot be written, whatever NetBox would say; empty when it can. */
  Optional<ImportProblem> obstacle(DefinitionRow row) {
    return links.obstacle(row.kind(), row.content());
  }

  /** Why the component cannot be created, whatever NetBox would say; empty when it can. */
  Optional<ImportProblem> obstacle(ComponentWork component) {
    return links.obstacle(component);
  }

  /** Only what the library says: NetBox knows its own defaults. */
  private ObjectNode said(List<NetBoxField> fields, JsonNode item) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    for (NetBoxField field : fields) {
      boolean said = !item.path(field.name()).isNull() && !item.path(field.name()).isMissingNode();
      if (said && field.fits(version, item)) {
        JsonNode value = field.wanted(item);
        if (!value.isNull()) {
          body.set(field.name(), value);
        }
      }
    }
    return body;
  }
}
