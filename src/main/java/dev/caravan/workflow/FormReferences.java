package dev.caravan.workflow;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.JsonPointers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the references of a JSON Schema before anybody validates by it: one that leads back to
 * itself never ends, and a few that lead to each other several times make millions of parts.
 */
final class FormReferences {

  /** More than any form has; a schema is as large as it is with each reference written out. */
  static final int MOST_PARTS = 5_000;

  private static final int MOST_NODES = 20_000;
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private static final List<String> REFERENCES = List.of("$ref", "$dynamicRef", "$recursiveRef");

  private final JsonNode document;
  private final Set<JsonNode> above = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<JsonNode, Long> parts = new IdentityHashMap<>();
  private final List<InputProblem> problems = new ArrayList<>();

  private FormReferences(JsonNode document) {
    this.document = document;
  }

  static List<InputProblem> problems(JsonNode document) {
    if (nodes(document) > MOST_NODES) {
      return List.of(new InputProblem("", "has more than %d values".formatted(MOST_NODES)));
    }
    FormReferences references = new FormReferences(document);
    if (references.follow(document, "") > MOST_PARTS) {
      String what = "has more than %d parts with its references written out";
      references.problems.add(new InputProblem("", what.formatted(MOST_PARTS)));
    }
    return List.copyOf(references.problems);
  }

  /** How many parts a schema without problems has with each reference written out. */
  static long parts(JsonNode document) {
    return new FormReferences(document).follow(document, "");
  }

  /** How many values there are in a document. */
  static long nodes(JsonNode node) {
    long nodes = 1;
    for (JsonNode each : node) {
      nodes += nodes(each);
    }
    return nodes;
  }

  private long follow(JsonNode node, String pointer) {
    if (!node.isContainerNode()) {
      return 0;
    }
    @Nullable Long known = parts.get(node);
    if (known != null) {
      return known;
    }
    above.add(node);
    long size = 1;
    for (String word : REFERENCES) {
      if (node.path(word).isTextual()) {
        size += follow(node.path(word).textValue(), pointer + "/" + word);
      }
    }
    if (node.path("$schema").isTextual()
        && !node.path("$schema").textValue().replaceAll("#$", "").equals(DIALECT)) {
      problems.add(new InputProblem(pointer + "/$schema", "must be " + DIALECT));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      size += follow(node.get(i), pointer + "/" + i);
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      size += follow(field.getValue(), JsonPointers.of(pointer, field.getKey()));
    }
    above.remove(node);
    long capped = Math.min(size, Integer.MAX_VALUE);
    parts.put(node, capped);
    return capped;
  }

  private long follow(String reference, String pointer) {
    Optional<JsonNode> target = named(reference);
    if (target.isEmpty() && !reference.startsWith("#")) {
      // Said elsewhere: it leads out of the document.
      return 0;
    }
    if (target.isEmpty()) {
      problems.add(
          new InputProblem(pointer, "names nothing in this schema: '%s'".formatted(reference)));
      return 0;
    }
    if (above.contains(target.get())) {
      String what = "must not refer to what it is itself a part of: '%s'";
      problems.add(new InputProblem(pointer, what.formatted(reference)));
      return 0;
    }
    return follow(target.get(), pointer);
  }

  /** What a reference within the document names; references to elsewhere are never followed. */
  private Optional<JsonNode> named(String reference) {
    String own = document.path("$id").asText("");
    String local =
        !own.isEmpty() && reference.startsWith(own) ? reference.substring(own.length()) : reference;
    String fragment = local.startsWith("#") ? local.substring(1) : local;
    if (fragment.isEmpty()) {
      return Optional.of(document);
    }
    if (!fragment.startsWith("/")) {
      return Optional.ofNullable(anchored(document, fragment));
    }
    try {
      return Optional.of(document.at(JsonPointer.compile(fragment)))
          .filter(target -> !target.isMissingNode());
    } catch (IllegalArgumentException noPointer) {
      return Optional.empty();
    }
  }

  private static @Nullable JsonNode anchored(JsonNode node, String anchor) {
    if (anchor.equals(node.path("$anchor").asText(""))
        || anchor.equals(node.path("$dynamicAnchor").asText(""))) {
      return node;
    }
    for (JsonNode each : node) {
      @Nullable JsonNode found = anchored(each, anchor);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
