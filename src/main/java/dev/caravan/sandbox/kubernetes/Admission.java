package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What webhooks or admission policies of a cluster make of objects before they are kept. */
final class Admission {

  private final Map<String, List<JsonNode>> mutations = new ConcurrentHashMap<>();

  /**
   * From now on objects of a kind are changed so when they are written.
   *
   * @param rule {@code {"kind", "set": {pointer: value}, "sort": [pointers of lists], "drop":
   *     [pointers]}}
   */
  void add(JsonNode rule) {
    String kind = rule.path("kind").asText();
    if (kind.isEmpty()) {
      throw new IllegalArgumentException("an admission rule needs a kind");
    }
    mutations.computeIfAbsent(kind, none -> new ArrayList<>()).add(rule);
  }

  void clear() {
    mutations.clear();
  }

  void admit(Resource resource, ObjectNode object) {
    for (JsonNode rule : mutations.getOrDefault(resource.kind(), List.of())) {
      for (Map.Entry<String, JsonNode> each : rule.path("set").properties()) {
        set(object, each.getKey(), each.getValue());
      }
      rule.path("drop").forEach(pointer -> drop(object, pointer.asText()));
      rule.path("sort").forEach(pointer -> sort(object, pointer.asText()));
    }
  }

  private static void set(ObjectNode object, String pointer, JsonNode value) {
    String[] names = pointer.substring(1).split("/", -1);
    ObjectNode at = object;
    for (int i = 0; i < names.length - 1; i++) {
      at = Json.within(at, names[i]);
    }
    at.set(names[names.length - 1], value);
  }

  private static void drop(ObjectNode object, String pointer) {
    int last = pointer.lastIndexOf('/');
    if (object.at(pointer.substring(0, last)) instanceof ObjectNode parent) {
      parent.remove(pointer.substring(last + 1));
    }
  }

  private static void sort(ObjectNode object, String pointer) {
    if (object.at(pointer) instanceof ArrayNode list) {
      List<JsonNode> items = new ArrayList<>();
      list.forEach(items::add);
      items.sort(Comparator.comparing(JsonNode::toString));
      set(object, pointer, JsonNodeFactory.instance.arrayNode().addAll(items));
    }
  }
}
