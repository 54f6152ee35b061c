package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.netbox.ComponentKind;

/**
 * What an update will change, as the work list keeps it: {@code {"properties": {…}, "before": {…},
 * "create": {kind: [names]}, "update": {kind: count}}}.
 */
final class UpdatePlan {

  private final ObjectNode plan = JsonNodeFactory.instance.objectNode();
  private boolean anything;

  UpdatePlan(Change properties) {
    plan.set("properties", properties.after());
    plan.set("before", properties.before());
    plan.putObject("create");
    plan.putObject("update");
    anything = !properties.isEmpty();
  }

  void create(ComponentKind kind, String name) {
    plan.withObject("/create").withArray(kind.key()).add(name);
    anything = true;
  }

  void update(ComponentKind kind) {
    ObjectNode counts = plan.withObject("/update");
    counts.put(kind.key(), counts.path(kind.key()).asInt() + 1);
    anything = true;
  }

  boolean isEmpty() {
    return !anything;
  }

  JsonNode asJson() {
    return plan;
  }

  /** How many components it creates or changes. */
  static int work(JsonNode plan) {
    int work = 0;
    for (JsonNode names : plan.path("create")) {
      work += names.size();
    }
    for (JsonNode count : plan.path("update")) {
      work += count.asInt();
    }
    return work;
  }

  static boolean touches(JsonNode plan, ComponentKind kind) {
    return plan.path("create").has(kind.key()) || plan.path("update").has(kind.key());
  }

  /** Whether the component was missing when the plan was made. */
  static boolean creates(JsonNode plan, ComponentWork component) {
    for (JsonNode name : plan.path("create").path(component.kind().key())) {
      if (name.asText().equals(component.name())) {
        return true;
      }
    }
    return false;
  }
}
