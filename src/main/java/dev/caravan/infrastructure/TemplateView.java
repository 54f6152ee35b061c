package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.JsonPointers;
import dev.caravan.secret.SecretTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A template as the API shows it: what it takes, and all that it holds but its secrets, such as a
 * password in user data.
 */
record TemplateView(
    String name, int version, String description, JsonNode parameters, JsonNode content) {

  static TemplateView of(Template template) {
    JsonNode shown = SecretTree.shown(template.content());
    if (shown instanceof ObjectNode fields && template.content().has("bindings")) {
      // A parameter's name says nothing of the places that it goes to.
      fields.set("bindings", template.content().path("bindings"));
    }
    return new TemplateView(
        template.name(),
        template.version(),
        shown.path("description").asText(""),
        shown.path("parameters"),
        shown);
  }

  /** Where content that was shown is to be kept again, without its secrets. */
  static List<InputProblem> concealed(JsonNode content) {
    List<InputProblem> found = new ArrayList<>();
    concealed("", content, found);
    return found;
  }

  private static void concealed(String pointer, JsonNode value, List<InputProblem> found) {
    if (value.isTextual() && value.textValue().contains(SecretTree.WORD)) {
      found.add(
          new InputProblem(
              pointer, "holds %s: write the secret itself".formatted(SecretTree.WORD)));
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      concealed(JsonPointers.of(pointer, field.getKey()), field.getValue(), found);
    }
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      concealed(JsonPointers.of(pointer, i), value.get(i), found);
    }
  }
}
