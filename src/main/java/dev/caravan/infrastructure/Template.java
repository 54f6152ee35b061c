package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One version of a template.
 *
 * @param content its parameters (JSON Schema), where each goes, networks and servers
 */
record Template(String name, int version, JsonNode content) {

  String description() {
    return content.path("description").asText("");
  }

  JsonNode parameters() {
    return content.path("parameters");
  }
}
