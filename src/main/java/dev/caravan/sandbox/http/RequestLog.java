package dev.caravan.sandbox.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** How many requests came in, by method and path with ids left out. */
public final class RequestLog {

  private final UnaryOperator<String> withoutIds;
  private final Map<String, Integer> counts = new TreeMap<>();

  /**
   * @param withoutIds makes one path of those of all objects of a kind
   */
  public RequestLog(UnaryOperator<String> withoutIds) {
    this.withoutIds = withoutIds;
  }

  synchronized void add(Call call) {
    counts.merge(call.method() + " " + withoutIds.apply(call.path()), 1, Integer::sum);
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
