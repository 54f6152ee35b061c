package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.Listing;
import dev.caravan.netbox.Turn;
import dev.caravan.netbox.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Lists the components of one kind that stand on some types. */
final class ComponentLook {

  /** What tells which component a row is. */
  static final String KEYS = "id,name,device_type,module_type,parent,created";

  /** So many types fit into the line of a request that every server takes (4094 bytes). */
  static final int TYPES_AT_ONCE = 140;

  private ComponentLook() {}

  /**
   * @param query which fields to read; empty for all
   */
  static List<Turn> of(
      ComponentKind kind, List<DefinitionRow> definitions, String query, Consumer<JsonNode> row) {
    List<Turn> listings = new ArrayList<>();
    for (TypeKind owner : TypeKind.values()) {
      Set<Long> types =
          definitions.stream()
              .filter(definition -> definition.kind() == owner)
              .map(DefinitionRow::typeId)
              .collect(Collectors.toCollection(TreeSet::new));
      for (List<Long> part : Parts.of(List.copyOf(types), TYPES_AT_ONCE)) {
        String filter =
            part.stream()
                .map(id -> owner.reference() + "_id=" + id)
                .collect(Collectors.joining("&"));
        listings.add(Listing.of(kind.path(), query.isEmpty() ? filter : filter + "&" + query, row));
      }
    }
    return listings;
  }
}
