package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.netbox.ComponentKind;

/**
 * What an update will change, as the work list keeps it: {@code {"properties": {…}, "before": {…},
 * "taken": [fields], "create": {kind: [names]}, "update": {kind: count}, "components": {kind:
 * {name: {"after": {…}, "before": {…}}}}}}. What is taken is what the library says no more.
 */
final class UpdatePlan {

  private final ObjectNode plan = JsonNodeFactory.instance.objectNode();
  private boolean anything;

  UpdatePlan(Change properties) {
    plan.set("properties", properties.after());
    plan.set("before", properties.before());
    properties.taken().forEach(plan.putArray("taken")::add);
    plan.putObject("create");
    plan.putObject("update");
    plan.putObject("components");
    anything = !properties.isEmpty();
  }

  void create(ComponentKind kind, String name) {
    plan.withObject("/create").withArray(kind.key()).add(name);
    anything = true;
  }

  void update(ComponentWork component, Change change) {
    String kind = component.kind().key();
    ObjectNode counts = plan.withObject("/update");
    counts.put(kind, counts.path(kind).asInt() + 1);
    ObjectNode both = plan.withObject("/components/" + kind).putObject(component.key());
    both.set("after", change.after());
    both.set("before", change.before());
    anything = true;
  }

  /**
   * What of a planned change of a type is the library's.
   *
   * @param forgets whether what the library doesn't say any more is gone by now
   */
  static ObjectNode wrote(DefinitionRow row, boolean forgets) {
    ObjectNode wrote = row.plan().path("properties").deepCopy();
    if (wrote.has("attributes")) {
      wrote.set("attributes", row.content().path("attributes").deepCopy());
    }
    for (JsonNode field : row.plan().path("taken")) {
      if (forgets) {
        wrote.putNull(field.asText());
      } else {
        wrote.remove(field.asText());
      }
    }
    return wrote;
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
      if (name.asText().equals(component.key())) {
        return true;
      }
    }
    return false;
  }
}
