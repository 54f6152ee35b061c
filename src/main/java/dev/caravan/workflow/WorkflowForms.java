package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.util.List;
import org.springframework.stereotype.Component;

/** Checks the form data of a workflow before it starts. */
@Component
class WorkflowForms {

  ObjectNode checked(String name, JsonNode form) {
    if (form instanceof ObjectNode object) {
      return object;
    }
    throw PermanentFailure.validation(
        "The form of " + name + " has a problem",
        List.of(new InputProblem("", "must be a JSON object")));
  }
}
