package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A template with its parameters put in: the networks and servers that are wanted.
 *
 * @param content {@code network_config} and {@code vm_config}
 */
record Blueprint(JsonNode content) {

  /** Puts each parameter that is given where the template says that it goes. */
  static Blueprint of(Template template, JsonNode parameters) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.set("network_config", template.content().path("network_config").deepCopy());
    content.set("vm_config", template.content().path("vm_config").deepCopy());
    template
        .content()
        .path("bindings")
        .properties()
        .forEach(
            binding -> {
              JsonNode value = parameters.path(binding.getKey());
              if (!value.isMissingNode()) {
                places(binding.getValue()).forEach(place -> put(content, place.asText(), value));
              }
            });
    return new Blueprint(content);
  }

  private static Iterable<JsonNode> places(JsonNode binding) {
    if (binding.isArray()) {
      return binding;
    }
    ArrayNode one = JsonNodeFactory.instance.arrayNode();
    return one.add(binding);
  }

  private static void put(ObjectNode content, String place, JsonNode value) {
    String[] words = place.split("\\.", -1);
    ObjectNode node = content;
    for (int i = 0; i < words.length - 1; i++) {
      node = node.withObjectProperty(words[i]);
    }
    node.set(words[words.length - 1], value);
  }

  JsonNode network() {
    return content.path("network_config");
  }

  Map<String, JsonNode> subnets() {
    return fields(network().path("subnets"));
  }

  Map<String, JsonNode> securityGroups() {
    return fields(network().path("security_groups"));
  }

  boolean hasRouter() {
    return network().path("router").isObject();
  }

  Map<String, JsonNode> vms() {
    return fields(content.path("vm_config"));
  }

  private static Map<String, JsonNode> fields(JsonNode object) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }
}
