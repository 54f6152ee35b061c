package dev.caravan.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * What a JSON Schema says of secrets: {@code format: password}, {@code writeOnly}, and the marks
 * that definitions in Kubernetes and OpenAPI carry.
 */
final class SecretSchema {

  private static final List<String> MARKS =
      List.of(
          "writeOnly",
          "sensitive",
          "x-sensitive",
          "x-secret",
          "x-kubernetes-sensitive",
          "x-kubernetes-sensitive-data",
          "x-kubernetes-secret");

  private static final List<String> TOGETHER = List.of("allOf", "anyOf", "oneOf");
  private static final List<String> OTHERWISE = List.of("if", "then", "else");
  private static final int DEEPEST = 16;

  private final JsonNode root;
  private final List<JsonNode> parts;

  private SecretSchema(JsonNode root, List<JsonNode> parts) {
    this.root = root;
    this.parts = parts;
  }

  static SecretSchema of(JsonNode schema) {
    return within(schema, schema);
  }

  /** The same where references lead into a larger document. */
  static SecretSchema within(JsonNode schema, JsonNode document) {
    return new SecretSchema(document, List.of()).with(List.of(schema));
  }

  Set<String> fieldNames() {
    Set<String> names = new TreeSet<>();
    parts.forEach(part -> part.path("properties").fieldNames().forEachRemaining(names::add));
    return names;
  }

  /** Whether fields without a name of their own have a schema. */
  boolean hasOthers() {
    return parts.stream()
        .anyMatch(
            part ->
                part.path("additionalProperties").isObject()
                    || part.path("patternProperties").isObject());
  }

  boolean hasItems() {
    return parts.stream()
        .anyMatch(part -> part.path("items").isObject() || part.path("prefixItems").isArray());
  }

  boolean marksSecret() {
    return parts.stream()
        .anyMatch(
            part ->
                part.path("format").asText().equals("password")
                    || MARKS.stream().anyMatch(mark -> part.path(mark).asBoolean()));
  }

  SecretSchema field(String name) {
    return with(
        below(
            (part, found) -> {
              JsonNode field = part.path("properties").path(name);
              found.add(field);
              for (Map.Entry<String, JsonNode> each : part.path("patternProperties").properties()) {
                found.add(each.getValue());
              }
              if (field.isMissingNode()) {
                found.add(part.path("additionalProperties"));
              }
            }));
  }

  SecretSchema item() {
    return with(
        below(
            (part, found) -> {
              found.add(part.path("items"));
              part.path("prefixItems").forEach(found::add);
            }));
  }

  private List<JsonNode> below(BiConsumer<JsonNode, List<JsonNode>> look) {
    List<JsonNode> found = new ArrayList<>();
    parts.forEach(part -> look.accept(part, found));
    return found;
  }

  private SecretSchema with(List<JsonNode> schemas) {
    List<JsonNode> all = new ArrayList<>();
    schemas.forEach(each -> add(each, all, 0));
    return new SecretSchema(root, all);
  }

  /** With all that it refers to and is put together of. */
  private void add(JsonNode schema, List<JsonNode> all, int depth) {
    if (!schema.isObject() || depth > DEEPEST) {
      return;
    }
    all.add(schema);
    String reference = schema.path("$ref").asText("");
    if (reference.startsWith("#/")) {
      add(at(reference.substring(1)), all, depth + 1);
    }
    TOGETHER.forEach(word -> schema.path(word).forEach(each -> add(each, all, depth + 1)));
    OTHERWISE.forEach(word -> add(schema.path(word), all, depth + 1));
  }

  private JsonNode at(String pointer) {
    try {
      return root.at(pointer);
    } catch (IllegalArgumentException noPointer) {
      return MissingNode.getInstance();
    }
  }
}
