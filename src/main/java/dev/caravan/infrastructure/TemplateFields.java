package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.InputProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether a template has the fields of one, and each of its parameters a place to go to. */
final class TemplateFields {

  private static final Set<String> FIELDS =
      new TreeSet<>(
          Set.of("name", "description", "parameters", "bindings", "network_config", "vm_config"));

  private TemplateFields() {}

  /** Every problem, each with a pointer. */
  static List<InputProblem> problems(Template template) {
    List<InputProblem> problems = new ArrayList<>();
    JsonNode content = template.content();
    content
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!FIELDS.contains(field)) {
                problems.add(
                    new InputProblem(
                        "/" + field,
                        "is not a field here: the fields are " + String.join(", ", FIELDS)));
              }
            });
    if (content.has("description") && !content.path("description").isTextual()) {
      problems.add(new InputProblem("/description", "must be a text"));
    }
    for (String needed : List.of("network_config", "vm_config")) {
      if (!content.path(needed).isObject()) {
        problems.add(
            new InputProblem(
                "/" + needed, content.has(needed) ? "must be an object" : "is missing"));
      }
    }
    content
        .path("bindings")
        .properties()
        .forEach(binding -> binding(content, binding.getKey(), binding.getValue(), problems));
    return problems;
  }

  private static void binding(
      JsonNode content, String parameter, JsonNode places, List<InputProblem> problems) {
    String pointer = "/bindings/" + parameter;
    if (!content.path("parameters").path("properties").has(parameter)) {
      problems.add(new InputProblem(pointer, "there is no parameter " + parameter));
    }
    int i = 0;
    for (JsonNode place : places.isArray() ? places : List.of(places)) {
      if (!leads(content, place.asText(""))) {
        problems.add(
            new InputProblem(
                places.isArray() ? pointer + "/" + i : pointer,
                "\"%s\" leads nowhere: what it is to be put into must stand in network_config or vm_config"
                    .formatted(place.asText(""))));
      }
      i++;
    }
  }

  /** All but the last word stand in the template; the last is a field, which the schema knows. */
  private static boolean leads(JsonNode content, String place) {
    String[] words = place.split("\\.", -1);
    JsonNode node = content;
    for (int i = 0; i < words.length - 1; i++) {
      node = node.path(words[i]);
    }
    return words.length > 2
        && node.isObject()
        && List.of("network_config", "vm_config").contains(words[0]);
  }
}
