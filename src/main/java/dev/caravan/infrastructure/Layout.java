package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which resources a blueprint asks for. */
final class Layout {

  private final UUID deployment;
  private final UUID process;
  private final List<Resource> resources = new ArrayList<>();

  private Layout(UUID deployment, UUID process) {
    this.deployment = deployment;
    this.process = process;
  }

  /** Everything that a new deployment is made of. */
  static List<Resource> of(UUID deployment, UUID process, Blueprint blueprint) {
    Layout layout = new Layout(deployment, process);
    layout.networks(blueprint);
    blueprint.vms().forEach((type, vm) -> layout.servers(type, vm, 1, vm.path("count").asInt()));
    return layout.resources;
  }

  /** More servers of a type, with their ports. */
  static List<Resource> more(
      UUID deployment, UUID process, String type, JsonNode vm, int from, int to) {
    Layout layout = new Layout(deployment, process);
    layout.servers(type, vm, from, to);
    return layout.resources;
  }

  private void networks(Blueprint blueprint) {
    add(ResourceKind.NETWORK_, "network", object());
    if (blueprint.hasRouter()) {
      add(ResourceKind.ROUTER, "router", object(blueprint.network().path("router")));
    }
    blueprint
        .securityGroups()
        .forEach(
            (name, group) -> {
              add(ResourceKind.SECURITY_GROUP, name, object());
              if (group.path("rules").size() > 0) {
                ObjectNode rules = object().put("group", name);
                rules.set("rules", group.path("rules"));
                add(ResourceKind.SECURITY_GROUP_RULES, name, rules);
              }
            });
    blueprint
        .subnets()
        .forEach(
            (name, subnet) -> {
              ObjectNode wanted = object(subnet);
              wanted.set("dns", blueprint.network().path("dns"));
              add(ResourceKind.SUBNET, name, wanted);
              if (blueprint.hasRouter()) {
                add(ResourceKind.ROUTER_INTERFACE, name, object().put("subnet", name));
              }
            });
    blueprint
        .vms()
        .forEach(
            (type, vm) -> {
              if (vm.path("anti_affinity").asBoolean(false)) {
                add(ResourceKind.SERVER_GROUP, type, object());
              }
            });
  }

  private void servers(String type, JsonNode vm, int from, int to) {
    for (int ordinal = from; ordinal <= to; ordinal++) {
      ObjectNode spec = object(vm);
      JsonNode fixed = vm.path("fixed_addresses").path(ordinal - 1);
      if (fixed.isTextual()) {
        spec.set("fixed_address", fixed);
      }
      String name = type + "-" + ordinal;
      add(ResourceKind.PORT, name, type, ordinal, spec);
      add(ResourceKind.SERVER, name, type, ordinal, spec.deepCopy().put("port", name));
    }
  }

  private void add(ResourceKind kind, String name, ObjectNode spec) {
    add(kind, name, null, 0, spec);
  }

  private void add(
      ResourceKind kind, String name, @Nullable String type, int ordinal, ObjectNode spec) {
    resources.add(Resource.planned(deployment, process, kind, name, type, ordinal, spec));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode object(JsonNode from) {
    ObjectNode copy = object();
    from.properties().forEach(field -> copy.set(field.getKey(), field.getValue()));
    return copy;
  }
}
