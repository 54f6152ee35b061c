package dev.caravan.workflow;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.InputProblem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds references of a JSON Schema that lead back to themselves: whoever follows them never ends.
 */
final class FormCircles {

  private static final List<String> REFERENCES = List.of("$ref", "$dynamicRef", "$recursiveRef");

  private final JsonNode document;
  private final Set<JsonNode> above = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<JsonNode> done = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<InputProblem> problems = new ArrayList<>();

  private FormCircles(JsonNode document) {
    this.document = document;
  }

  static List<InputProblem> problems(JsonNode document) {
    FormCircles circles = new FormCircles(document);
    circles.follow(document, "");
    return List.copyOf(circles.problems);
  }

  private void follow(JsonNode node, String pointer) {
    if (!node.isContainerNode() || done.contains(node)) {
      return;
    }
    above.add(node);
    for (String word : REFERENCES) {
      Optional<JsonNode> target =
          node.path(word).isTextual() ? named(node.path(word).textValue()) : Optional.empty();
      if (target.filter(above::contains).isPresent()) {
        String what = "must not refer to what it is itself a part of: '%s'";
        problems.add(
            new InputProblem(pointer + "/" + word, what.formatted(node.path(word).textValue())));
      } else {
        target.ifPresent(schema -> follow(schema, pointer + "/" + word));
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      follow(node.get(i), pointer + "/" + i);
    }
    node.properties()
        .forEach(
            field ->
                follow(
                    field.getValue(),
                    pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1")));
    above.remove(node);
    done.add(node);
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
