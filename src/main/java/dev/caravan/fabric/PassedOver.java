package dev.caravan.fabric;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** What lies in a fabric's folder and declares nothing, each with why. */
final class PassedOver {

  private static final int MOST_NAMED = 50;

  private final Map<String, String> reasons = new LinkedHashMap<>();

  /** Of a path, the first reason counts. */
  void add(String path, String reason) {
    reasons.putIfAbsent(path, reason);
  }

  Map<String, String> reasons() {
    return reasons;
  }

  /** How many there are, and the first of them by name. */
  ObjectNode asJson() {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.put("count", reasons.size());
    ArrayNode named = all.putArray("items");
    reasons.entrySet().stream()
        .limit(MOST_NAMED)
        .forEach(
            each -> named.addObject().put("path", each.getKey()).put("reason", each.getValue()));
    return all;
  }
}
