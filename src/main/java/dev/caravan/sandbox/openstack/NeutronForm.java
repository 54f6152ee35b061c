package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Checks which attributes a request gives. */
final class NeutronForm {

  private NeutronForm() {}

  static void checkNew(Kind kind, JsonNode given, Session session) {
    checkKnown(kind, given);
    for (Map.Entry<String, JsonNode> field : given.properties()) {
      if (kind.attributes().readOnly(field.getKey())) {
        throw NeutronErrors.badRequest("Attribute '" + field.getKey() + "' not allowed in POST");
      }
      check(kind, "create", field, session);
    }
    kind.attributes().required().stream()
        .filter(name -> !given.has(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw NeutronErrors.badRequest(
                  "Failed to parse request. Required attribute '" + name + "' not specified");
            });
  }

  static void checkChanges(Kind kind, JsonNode given, Session session) {
    checkKnown(kind, given);
    for (Map.Entry<String, JsonNode> field : given.properties()) {
      if (kind.attributes().forGood(field.getKey())) {
        throw NeutronErrors.badRequest("Cannot update read-only attribute " + field.getKey());
      }
      check(kind, "update", field, session);
    }
  }

  private static void checkKnown(Kind kind, JsonNode given) {
    String unknown =
        StreamSupport.stream(((Iterable<String>) given::fieldNames).spliterator(), false)
            .filter(name -> !kind.attributes().has(name) && !name.startsWith("provider:"))
            .collect(Collectors.joining(", "));
    if (!unknown.isEmpty()) {
      throw NeutronErrors.badRequest("Unrecognized attribute(s) '" + unknown + "'");
    }
  }

  private static void check(
      Kind kind, String action, Map.Entry<String, JsonNode> field, Session session) {
    String name = field.getKey();
    boolean reserved = name.startsWith("provider:") || kind.attributes().forAdministrators(name);
    if (reserved && !session.admin()) {
      String rule = "rule:" + action + "_" + kind.singular();
      throw NeutronErrors.refused(
          403,
          "PolicyNotAuthorized",
          "(" + rule + " and " + rule + ":" + name + ") is disallowed by policy");
    }
    JsonNode usual = kind.attributes().template().path(name);
    JsonNode value = field.getValue();
    if (usual.isTextual() && !value.isTextual() && !value.isNull()) {
      throw NeutronErrors.badRequest(
          "Invalid input for " + name + ". Reason: '" + value + "' is not a valid string.");
    }
    if (usual.isBoolean() && !value.isBoolean()) {
      throw NeutronErrors.invalidInput("'" + value.asText() + "' cannot be converted to boolean.");
    }
  }

  /** A new object of what is usual and what is given. */
  static ObjectNode filled(Kind kind, JsonNode given) {
    ObjectNode object = kind.attributes().template().deepCopy();
    for (Map.Entry<String, JsonNode> field : given.properties()) {
      if (object.has(field.getKey())) {
        object.set(field.getKey(), field.getValue().deepCopy());
      }
    }
    return object;
  }
}
