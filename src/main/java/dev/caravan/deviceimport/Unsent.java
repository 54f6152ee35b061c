package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.deviceimport.Reference.Kind;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.NetBoxField;
import dev.caravan.netbox.NetBoxVersion;
import dev.caravan.netbox.TypeKind;
import java.util.ArrayList;
import java.util.List;

/** Warnings of what a definition says and this release of NetBox gets nothing of. */
final class Unsent {

  static final String NOT_IN_THIS_NETBOX = "not-in-this-netbox";
  static final String UNKNOWN_CHOICE = "unknown-choice";

  private final NetBoxVersion version;

  Unsent(NetBoxVersion version) {
    this.version = version;
  }

  List<ImportProblem> of(DefinitionRow row) {
    List<ImportProblem> found = new ArrayList<>();
    JsonNode content = row.content();
    of("", row.kind().fields(), content, found);
    if (row.kind() == TypeKind.MODULE_TYPE && !version.atLeast(Translation.PROFILES)) {
      List.of("profile", "attributes").forEach(field -> missing("", field, content, found));
    }
    bayTypes("", content, found);
    for (ComponentKind kind : ComponentKind.values()) {
      JsonNode items = content.path(kind.libraryKey());
      for (int i = 0; i < items.size(); i++) {
        String pointer = "/" + kind.libraryKey() + "/" + i;
        of(pointer, kind.fields(), items.get(i), found);
        bayTypes(pointer, items.get(i), found);
        if (kind == ComponentKind.INTERFACES && !version.atLeast(NetBoxVersion.NESTED)) {
          missing(pointer, "parent", items.get(i), found);
        }
      }
    }
    return found;
  }

  private void of(
      String pointer, List<NetBoxField> fields, JsonNode item, List<ImportProblem> found) {
    for (NetBoxField field : fields) {
      if (!version.atLeast(field.since())) {
        missing(pointer, field.name(), item, found);
      } else if (item.hasNonNull(field.name()) && !field.takes(item)) {
        String message =
            "NetBox knows no %s \"%s\", only %s: it is left out"
                .formatted(
                    field.name(),
                    item.path(field.name()).asText(),
                    String.join(", ", field.only()));
        found.add(ImportProblem.warning(pointer + "/" + field.name(), UNKNOWN_CHOICE, message));
      }
    }
  }

  private void bayTypes(String pointer, JsonNode item, List<ImportProblem> found) {
    if (!Kind.MODULE_BAY_TYPES.isIn(version)) {
      missing(pointer, "module_bay_types", item, found);
    }
  }

  private void missing(String pointer, String field, JsonNode item, List<ImportProblem> found) {
    JsonNode said = item.path(field);
    if (item.hasNonNull(field) && !(said.isContainerNode() && said.isEmpty())) {
      found.add(
          ImportProblem.warning(
              pointer + "/" + field,
              NOT_IN_THIS_NETBOX,
              "NetBox %s has no field \"%s\" here: it is left out".formatted(version, field)));
    }
  }
}
