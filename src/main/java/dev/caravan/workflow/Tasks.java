package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.bpmn.BpmnGuard;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.paging.PageRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.flowable.common.engine.api.FlowableException;
import org.flowable.common.engine.api.FlowableObjectNotFoundException;
import org.flowable.common.engine.api.FlowableOptimisticLockingException;
import org.flowable.engine.TaskService;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Shows what waits for a person, and takes the person's answer. */
@Component
class Tasks {

  private final TaskStore store;
  private final TaskForms forms;
  private final FormLimit limit;
  private final TaskService engine;
  private final LastElement lastElement;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Tasks(
      TaskStore store,
      TaskForms forms,
      FormLimit limit,
      TaskService engine,
      LastElement lastElement,
      TransactionTemplate transaction,
      ApplicationEventPublisher events,
      Clock clock) {
    this.store = store;
    this.forms = forms;
    this.limit = limit;
    this.engine = engine;
    this.lastElement = lastElement;
    this.transaction = transaction;
    this.events = events;
    this.clock = clock;
  }

  List<TaskView> list(@Nullable UUID process, @Nullable String workflow, PageRequest page) {
    return store.list(process, workflow, page).stream().map(this::view).toList();
  }

  private TaskView view(TaskStore.TaskRow task) {
    TaskForms.Shown shown = forms.shown(task);
    Optional<JsonNode> form = Optional.ofNullable(shown.form());
    List<String> outcomes = new ArrayList<>();
    form.ifPresent(
        schema ->
            schema.at("/properties/outcome/enum").forEach(each -> outcomes.add(each.asText())));
    return new TaskView(
        task.id(),
        task.name(),
        task.description(),
        task.processId(),
        task.workflow(),
        task.version(),
        task.step(),
        task.assignee(),
        task.groups(),
        task.priority(),
        form.orElse(null),
        shown.problem(),
        outcomes,
        task.createdAt(),
        task.dueAt());
  }

  /**
   * Completes a task; the process goes on before this returns, or not at all.
   *
   * @param variables become variables of the process
   * @return the task's process
   */
  UUID complete(String id, ObjectNode variables, String by, String requestId) {
    TaskStore.TaskRow task = store.find(id).orElseThrow(() -> missing(id));
    Map<String, Object> checked = checked(task, variables);
    try {
      transaction.executeWithoutResult(
          status -> {
            events.publishEvent(
                new ProcessChanged(
                    task.processId(),
                    task.workflow(),
                    ProcessStatus.RUNNING,
                    by,
                    requestId,
                    false,
                    clock.instant(),
                    null));
            lastElement.naming("The process", () -> engine.complete(id, by, checked));
          });
    } catch (FlowableObjectNotFoundException | FlowableOptimisticLockingException taken) {
      throw PermanentFailure.conflict(
          "Task %s was completed, or its process cancelled, meanwhile".formatted(id));
    } catch (FlowableException refused) {
      throw PermanentFailure.conflict(
          "Task %s cannot be completed: %s".formatted(id, refused.getMessage()));
    }
    return task.processId();
  }

  private PermanentFailure missing(String id) {
    return store
        .endOf(id)
        .map(at -> PermanentFailure.conflict("Task %s ended at %s".formatted(id, at)))
        .orElseGet(() -> PermanentFailure.notFound("There is no task " + id));
  }

  private Map<String, Object> checked(TaskStore.TaskRow task, ObjectNode variables) {
    limit.require("The variables are too large", "/variables", variables);
    ObjectNode completed = forms.of(task).map(form -> fitting(form, variables)).orElse(variables);
    List<InputProblem> problems = new ArrayList<>();
    Map<String, Object> stored = new LinkedHashMap<>();
    completed
        .properties()
        .forEach(
            field -> {
              BpmnGuard.variableProblem(field.getKey())
                  .ifPresent(
                      why -> problems.add(new InputProblem("/variables/" + field.getKey(), why)));
              stored.put(field.getKey(), Variables.stored(field.getValue()));
            });
    FormSchema.refuse("The variables have problems", problems);
    return stored;
  }

  private static ObjectNode fitting(FormSchema form, ObjectNode variables) {
    try {
      return form.completed(variables);
    } catch (PermanentFailure wrong) {
      List<InputProblem> problems = new ArrayList<>();
      if (wrong.details().get("errors") instanceof List<?> errors) {
        errors.stream()
            .map(InputProblem.class::cast)
            .map(each -> new InputProblem("/variables" + each.pointer(), each.message()))
            .forEach(problems::add);
      }
      throw PermanentFailure.validation("The variables have problems", problems);
    }
  }
}
