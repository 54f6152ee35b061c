package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.JsonPointers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An object as a file holds it: what is wrong with it, and what of it is a declaration. */
record Manifest(ObjectNode content) {

  private static final Set<String> SIGNS = Set.of("apiversion", "kind", "metadata");
  private static final Set<String> KEPT_METADATA =
      Set.of("name", "namespace", "labels", "annotations");
  private static final List<String> NEEDED = List.of("/apiVersion", "/kind", "/metadata/name");
  private static final List<String> TEXTS =
      List.of("/apiVersion", "/kind", "/metadata/name", "/metadata/namespace");
  private static final List<String> MAPS = List.of("/metadata/labels", "/metadata/annotations");
  private static final int MOST_SHOWN = 40;

  /** Whether a document has anything of an object; values of tools and settings have nothing. */
  static boolean isMeant(JsonNode content) {
    if (content.isArray()) {
      for (JsonNode item : content) {
        if (isMeant(item)) {
          return true;
        }
      }
      return false;
    }
    return !content.isObject()
        || content.properties().stream()
            .anyMatch(field -> SIGNS.contains(field.getKey().toLowerCase(Locale.ROOT)));
  }

  /** The items of a list of objects, which need not say what they are where the list does. */
  static Optional<List<JsonNode>> items(JsonNode content) {
    String kind = content.path("kind").asText("");
    if (!kind.endsWith("List") || !content.path("items").isArray()) {
      return Optional.empty();
    }
    String each = kind.substring(0, kind.length() - "List".length());
    List<JsonNode> items = new ArrayList<>();
    for (JsonNode item : content.path("items")) {
      if (item instanceof ObjectNode object && !each.isEmpty()) {
        object.putIfAbsent("kind", object.textNode(each));
        object.putIfAbsent("apiVersion", content.path("apiVersion"));
      }
      items.add(item);
    }
    return Optional.of(items);
  }

  /** What no cluster takes, with where it stands. */
  Optional<InputProblem> problem() {
    for (String at : NEEDED) {
      JsonNode value = content.at(at);
      if (value.isMissingNode()
          || value.isNull()
          || (value.isTextual() && value.textValue().isEmpty())) {
        return Optional.of(
            new InputProblem(
                at,
                "is missing: it is no object of Kubernetes, which needs apiVersion, kind and"
                    + " metadata.name"));
      }
    }
    for (String at : TEXTS) {
      Optional<InputProblem> problem = noText(at, content.at(at));
      if (problem.isPresent()) {
        return problem;
      }
    }
    List<String> maps = new ArrayList<>(MAPS);
    if (isCore("Secret")) {
      maps.addAll(List.of("/data", "/stringData"));
    } else if (isCore("ConfigMap")) {
      maps.addAll(List.of("/data", "/binaryData"));
    }
    return maps.stream().flatMap(at -> inMap(at).stream()).findFirst().or(() -> Unkept.in(content));
  }

  private boolean isCore(String kind) {
    return content.path("apiVersion").asText().equals("v1")
        && content.path("kind").asText().equals(kind);
  }

  private Optional<InputProblem> inMap(String at) {
    JsonNode map = content.at(at);
    if (map.isMissingNode() || map.isNull()) {
      return Optional.empty();
    }
    if (!map.isObject()) {
      return Optional.of(new InputProblem(at, "must be a map of texts, and is " + shown(map)));
    }
    return map.properties().stream()
        .flatMap(each -> noText(JsonPointers.of(at, each.getKey()), each.getValue()).stream())
        .findFirst();
  }

  private static Optional<InputProblem> noText(String at, JsonNode value) {
    return value.isTextual() || value.isNull() || value.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new InputProblem(
                at,
                "must be a text, and is %s%s"
                    .formatted(shown(value), value.isValueNode() ? "; put it in quotes" : "")));
  }

  private static String shown(JsonNode value) {
    String kind = value.getNodeType().name().toLowerCase(Locale.ROOT);
    String text = value.asText();
    return value.isValueNode() && !value.isTextual()
        ? "the %s %s"
            .formatted(
                kind, text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text)
        : "of type " + kind;
  }

  String kind() {
    return content.path("kind").asText();
  }

  String name() {
    return content.at("/metadata/name").asText();
  }

  /** The namespace that it names; empty for none. */
  String namespace() {
    return content.at("/metadata/namespace").asText("");
  }

  /** What of it is declared: what only a cluster says, and what says nothing, is not. */
  DesiredObject declared(String namespace, String file) {
    String apiVersion = content.path("apiVersion").asText();
    int slash = apiVersion.indexOf('/');
    ObjectNode declared = content.deepCopy();
    if (isCore("Secret")) {
      asKept(declared);
    }
    declared.remove("status");
    if (declared.path("metadata") instanceof ObjectNode metadata) {
      metadata.retain(KEPT_METADATA);
      metadata.remove("namespace");
      if (metadata.path("annotations") instanceof ObjectNode annotations) {
        annotations.remove(Concealing.LAST_APPLIED);
        annotations.remove(
            OurMark.ANNOTATION); // Copied from a cluster: we say ourselves whose it is.
      }
    }
    dropNulls(declared);
    return new DesiredObject(
        slash < 0 ? "" : apiVersion.substring(0, slash),
        apiVersion.substring(slash + 1),
        kind(),
        namespace,
        name(),
        declared,
        file);
  }

  /** A cluster keeps the texts of a Secret as base64, beside its other values. */
  private static void asKept(ObjectNode secret) {
    if (!(secret.path("stringData") instanceof ObjectNode texts)) {
      return;
    }
    ObjectNode values = secret.path("data") instanceof ObjectNode data ? data : secret.objectNode();
    for (Map.Entry<String, JsonNode> text : texts.properties()) {
      if (text.getValue().isTextual()) {
        byte[] plain = text.getValue().textValue().getBytes(StandardCharsets.UTF_8);
        values.put(text.getKey(), Base64.getEncoder().encodeToString(plain));
      }
    }
    secret.remove("stringData");
    secret.set("data", values);
  }

  private static void dropNulls(JsonNode node) {
    if (node instanceof ObjectNode fields) {
      fields.properties().removeIf(field -> field.getValue().isNull());
      fields.forEach(Manifest::dropNulls);
    } else if (node instanceof ArrayNode list) {
      list.forEach(Manifest::dropNulls);
    }
  }
}
