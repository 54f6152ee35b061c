package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.flowable.engine.repository.ProcessDefinition;
import org.springframework.stereotype.Component;

/** Checks what a workflow is to be started with. */
@Component
class WorkflowForms {

  private final WorkflowStore store;
  private final List<StartCheck> checks;
  private final FormLimit limit;

  WorkflowForms(WorkflowStore store, List<StartCheck> checks, FormLimit limit) {
    this.limit = limit;
    this.store = store;
    this.checks = checks;
  }

  /**
   * The form data with the defaults of the form filled in; a validation failure lists all that is
   * wrong with it.
   */
  ObjectNode checked(UUID process, String name, JsonNode form) {
    ProcessDefinition workflow = store.startable(name);
    limit.require("The form is too large", "", form);
    ObjectNode completed = store.form(workflow).completed(form);
    FormSchema.refuse(
        "The form has problems",
        checks.stream()
            .filter(check -> check.workflow().equals(name))
            .flatMap(check -> check.check(process, completed).stream())
            .toList());
    return completed;
  }
}
