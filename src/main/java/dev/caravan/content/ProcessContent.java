package dev.caravan.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.bpmn.BpmnGuard;
import dev.caravan.bpmn.BpmnOutline;
import dev.caravan.bpmn.BpmnProblem;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.workflow.FormSchema;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A process with its form as its files have them.
 *
 * @param name as its file is called
 * @param file as people find it
 * @param outline absent where the file may not be deployed
 * @param form missing where there is none or it is no JSON
 * @param hasForm whether a form's file is there
 * @param problems what is wrong with each file by itself
 */
record ProcessContent(
    String name,
    String file,
    Optional<BpmnOutline> outline,
    JsonNode form,
    boolean hasForm,
    List<ContentProblem> problems) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static ProcessContent read(
      String name, String file, byte[] bpmn, byte @Nullable [] form, BpmnGuard guard, Instant now) {
    List<ContentProblem> problems = new ArrayList<>();
    List<BpmnProblem> refusals = guard.problems(name + ".bpmn20.xml", bpmn);
    refusals.forEach(
        each -> problems.add(ContentProblem.error(file, each.line(), "bpmn", each.message(), "")));
    Optional<BpmnOutline> outline =
        refusals.isEmpty() ? Optional.of(BpmnGuard.outline(bpmn, now)) : Optional.empty();
    JsonNode schema = MissingNode.getInstance();
    if (form != null) {
      String formFile = file.substring(0, file.lastIndexOf('/') + 1) + "form.schema.json";
      formProblems(formFile, form, problems);
      schema = json(form);
    }
    return new ProcessContent(name, file, outline, schema, form != null, List.copyOf(problems));
  }

  private static void formProblems(String file, byte[] form, List<ContentProblem> problems) {
    try {
      FormSchema.parse(form);
    } catch (PermanentFailure refused) {
      if (refused.details().get("errors") instanceof List<?> errors) {
        errors.forEach(
            error ->
                problems.add(
                    ContentProblem.error(file, 0, "form", words((InputProblem) error), "")));
      } else {
        problems.add(
            ContentProblem.error(file, 0, "form", String.valueOf(refused.getMessage()), ""));
      }
    }
  }

  private static String words(InputProblem problem) {
    return problem.pointer().isEmpty()
        ? problem.message()
        : problem.pointer() + ": " + problem.message();
  }

  private static JsonNode json(byte[] form) {
    try {
      return JSON.readTree(form);
    } catch (JsonProcessingException told) {
      return MissingNode.getInstance();
    } catch (IOException never) {
      throw new IllegalStateException(never);
    }
  }

  /** The variables that its forms set: that of its start and those of its tasks. */
  Set<String> fields() {
    Set<String> fields = new TreeSet<>(names(form.path("properties")));
    outline.stream()
        .flatMap(each -> each.forms().stream())
        .forEach(
            task -> fields.addAll(names(form.path("$defs").path(task.key()).path("properties"))));
    return fields;
  }

  /** Whether the start form takes fields that it does not name. */
  boolean takesAnyField() {
    return hasForm && form.path("additionalProperties").asBoolean(true);
  }

  private static List<String> names(JsonNode properties) {
    List<String> names = new ArrayList<>();
    properties.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
