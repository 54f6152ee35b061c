package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Components that are deleted together: NetBox keeps an interface that another is a part of. */
final class DeepestFirst {

  private DeepestFirst() {}

  /** The numbers of the rows, those first that nothing of them is a part of. */
  static List<List<Long>> of(Collection<JsonNode> rows) {
    Map<Long, JsonNode> byId = new HashMap<>();
    rows.forEach(row -> byId.put(row.path("id").asLong(), row));
    TreeMap<Integer, List<Long>> byDepth = new TreeMap<>();
    byId.forEach(
        (id, row) -> byDepth.computeIfAbsent(depth(row, byId), d -> new ArrayList<>()).add(id));
    return List.copyOf(byDepth.descendingMap().values());
  }

  private static int depth(JsonNode row, Map<Long, JsonNode> byId) {
    int depth = 0;
    JsonNode above = byId.get(parent(row));
    while (above != null && depth < byId.size()) {
      depth++;
      above = byId.get(parent(above));
    }
    return depth;
  }

  /** Interfaces name it as an object, inventory items as a number. */
  private static long parent(JsonNode row) {
    JsonNode parent = row.path("parent");
    return parent.isObject() ? parent.path("id").asLong() : parent.asLong();
  }
}
