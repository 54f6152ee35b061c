package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import dev.caravan.bpmn.BpmnGuard;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.JsonPointers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What is wrong with a form or with the data for it, in words for the person who filled it in. */
final class FormProblems {

  private FormProblems() {}

  /**
   * The problems in stable order, each once.
   *
   * @param schema the whole schema that the data was held against
   */
  static List<InputProblem> of(Collection<ValidationMessage> messages, JsonNode schema) {
    return messages.stream()
        .map(message -> of(message, schema))
        .distinct()
        .sorted(Comparator.comparing(InputProblem::pointer).thenComparing(InputProblem::message))
        .toList();
  }

  /** What JSON Schema allows, but a start form may not do. */
  static List<InputProblem> ofDesign(JsonNode schema) {
    List<InputProblem> problems = new ArrayList<>();
    if (!schema.path("type").asText().equals("object")) {
      problems.add(new InputProblem("/type", "must be 'object': a form is a set of fields"));
    }
    schema
        .path("properties")
        .fieldNames()
        .forEachRemaining(
            name ->
                BpmnGuard.variableProblem(name)
                    .ifPresent(why -> problems.add(new InputProblem("/properties/" + name, why))));
    references(schema, "", problems);
    return problems;
  }

  private static void references(JsonNode node, String pointer, List<InputProblem> problems) {
    for (String keyword : List.of("$ref", "$dynamicRef")) {
      JsonNode reference = node.path(keyword);
      if (reference.isTextual() && !reference.asText().startsWith("#")) {
        problems.add(
            new InputProblem(
                pointer + "/" + keyword, "must stay in this file: it begins with '#'"));
      }
    }
    node.fields()
        .forEachRemaining(
            field -> references(field.getValue(), pointer + "/" + field.getKey(), problems));
    for (int i = 0; i < (node.isArray() ? node.size() : 0); i++) {
      references(node.get(i), pointer + "/" + i, problems);
    }
  }

  private static InputProblem of(ValidationMessage message, JsonNode schema) {
    String pointer = message.getInstanceLocation().toString();
    JsonNode rule = message.getSchemaNode();
    return switch (message.getType()) {
      case "required" -> new InputProblem(below(pointer, message), "is missing");
      case "additionalProperties", "unevaluatedProperties" ->
          new InputProblem(
              below(pointer, message), "is not a field here" + fields(message, schema));
      case "type" -> new InputProblem(pointer, "must be of type " + words(rule));
      case "enum" -> new InputProblem(pointer, "must be one of " + words(rule));
      case "format" -> new InputProblem(pointer, "is no valid " + words(rule));
      default -> new InputProblem(pointer, message.getError());
    };
  }

  private static String below(String pointer, ValidationMessage message) {
    String property = String.valueOf(message.getProperty());
    return JsonPointers.of(pointer, property);
  }

  private static String words(JsonNode rule) {
    List<String> words = new ArrayList<>();
    (rule.isArray() ? rule : List.of(rule)).forEach(word -> words.add(word.asText()));
    return String.join(", ", words);
  }

  private static String fields(ValidationMessage message, JsonNode schema) {
    String keyword = String.valueOf(message.getSchemaLocation().getFragment());
    String parent = keyword.substring(0, Math.max(0, keyword.lastIndexOf('/')));
    List<String> known = new ArrayList<>();
    schema.at(parent + "/properties").fieldNames().forEachRemaining(known::add);
    return known.isEmpty() ? "" : ": the fields are " + String.join(", ", known);
  }
}
