package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.Failure;
import dev.caravan.failure.PermanentFailure;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.flowable.bpmn.model.UserTask;
import org.flowable.common.engine.api.FlowableException;
import org.flowable.engine.RepositoryService;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The forms of people's tasks. A task whose {@code flowable:formKey} is {@code decision} has the
 * form {@code $defs/decision} of its workflow's form.schema.json.
 */
@Component
class TaskForms {

  private final RepositoryService repository;
  private final WorkflowStore workflows;

  TaskForms(RepositoryService repository, WorkflowStore workflows) {
    this.repository = repository;
    this.workflows = workflows;
  }

  /** The same for a list, in which one wrong form must not hide all other tasks. */
  Shown shown(TaskStore.TaskRow task) {
    try {
      return new Shown(of(task).map(FormSchema::document).orElse(null), null);
    } catch (Failure wrong) {
      return new Shown(null, wrong.getMessage());
    } catch (FlowableException unreadable) {
      return new Shown(null, "The workflow of this task cannot be read");
    }
  }

  /**
   * A form as far as it can be shown.
   *
   * @param problem what is wrong with it, null where nothing is
   */
  record Shown(@Nullable JsonNode form, @Nullable String problem) {}

  /** The form of a task, absent where it may be completed with anything. */
  Optional<FormSchema> of(TaskStore.TaskRow task) {
    if (repository.getBpmnModel(task.definitionId()).getFlowElement(task.step())
            instanceof UserTask user
        && user.getFormKey() != null) {
      JsonNode whole =
          workflows.form(repository.getProcessDefinition(task.definitionId())).document();
      return Optional.of(form(whole, user.getFormKey(), task));
    }
    return Optional.empty();
  }

  private static FormSchema form(JsonNode whole, String key, TaskStore.TaskRow task) {
    if (!(whole.path("$defs").path(key) instanceof ObjectNode form)) {
      throw PermanentFailure.conflict(
          "%s, task %s: there is no $defs/%s in the workflow's form.schema.json. Add it there or correct flowable:formKey, start Caravan anew, cancel this process and start another"
              .formatted(task.workflow(), task.step(), key));
    }
    // What it refers to stays within reach.
    ObjectNode alone = form.deepCopy();
    if (!alone.has("$defs") && whole.toString().contains("\"#/$defs/")) {
      alone.set("$defs", whole.path("$defs"));
    }
    return FormSchema.parse(alone.toString().getBytes(StandardCharsets.UTF_8));
  }
}
