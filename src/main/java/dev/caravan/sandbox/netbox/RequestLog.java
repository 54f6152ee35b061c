package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** How many requests came in, by method and path with ids left out. */
final class RequestLog {

  private final Map<String, Integer> counts = new TreeMap<>();

  synchronized void add(Call call) {
    counts.merge(call.method() + " " + call.path().replaceAll("\\d+", "N"), 1, Integer::sum);
  }

  synchronized void clear() {
    counts.clear();
  }

  synchronized ObjectNode asJson() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("total", counts.values().stream().mapToInt(Integer::intValue).sum());
    ObjectNode byPath = node.putObject("requests");
    counts.forEach(byPath::put);
    return node;
  }
}
