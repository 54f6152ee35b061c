package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.worker.Steps;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flowable.common.engine.api.FlowableObjectNotFoundException;
import org.flowable.common.engine.api.FlowableOptimisticLockingException;
import org.flowable.common.engine.impl.identity.Authentication;
import org.flowable.engine.HistoryService;
import org.flowable.engine.ManagementService;
import org.flowable.engine.RuntimeService;
import org.flowable.job.api.Job;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Starts, cancels and resumes processes; each call is one transaction. */
@Component
public class Processes {

  private static final int CANCEL_ATTEMPTS = 20;

  private final RuntimeService runtime;
  private final ManagementService management;
  private final HistoryService history;
  private final WorkflowForms forms;
  private final ProcessStore store;
  private final LastElement lastElement;
  private final Steps steps;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Processes(
      RuntimeService runtime,
      ManagementService management,
      HistoryService history,
      WorkflowForms forms,
      ProcessStore store,
      LastElement lastElement,
      Steps steps,
      TransactionTemplate transaction,
      ApplicationEventPublisher events,
      Clock clock) {
    this.runtime = runtime;
    this.management = management;
    this.history = history;
    this.forms = forms;
    this.store = store;
    this.lastElement = lastElement;
    this.steps = steps;
    this.transaction = transaction;
    this.events = events;
    this.clock = clock;
  }

  /** Starts a workflow; once this returns the process is committed. */
  public UUID start(String workflow, JsonNode form, String by, String requestId) {
    UUID id = UUID.randomUUID();
    start(id, workflow, form, by, requestId);
    return id;
  }

  /**
   * The same for a process whose id is written down before it starts.
   *
   * @param id of the process
   */
  public void start(UUID id, String workflow, JsonNode form, String by, String requestId) {
    ObjectNode checked = forms.checked(id, workflow, form);
    transaction.executeWithoutResult(
        status -> {
          store.started(id, checked, by, requestId);
          publish(id, workflow, ProcessStatus.CREATED, by, requestId);
          begin(id, workflow, checked, by);
        });
  }

  private void begin(UUID id, String workflow, ObjectNode form, String by) {
    Authentication.setAuthenticatedUserId(by);
    try {
      lastElement.starting(
          "Workflow " + workflow,
          () ->
              runtime
                  .createProcessInstanceBuilder()
                  .processDefinitionKey(workflow)
                  .predefineProcessInstanceId(id.toString())
                  .variables(variables(form))
                  .start());
    } catch (FlowableObjectNotFoundException unknown) {
      throw PermanentFailure.notFound("There is no active workflow named " + workflow);
    } finally {
      Authentication.setAuthenticatedUserId(null);
    }
  }

  /** Ends a process before its time; steps at work stop before their next action. */
  public void cancel(UUID id, String by, String requestId) {
    ProcessRow process = require(id);
    if (store.cancellationAsked(id)) {
      steps.letGo(id.toString());
      return;
    }
    if (process.completedAt() == null) {
      end(process, by, requestId);
    } else if (process.status().ended() || process.status() == ProcessStatus.FAILED) {
      throw PermanentFailure.conflict(
          "Process %s is %s and cannot be cancelled".formatted(id, process.status().word()));
    }
    steps.letGo(id.toString());
  }

  private void end(ProcessRow process, String by, String requestId) {
    for (int attempt = 1; ; attempt++) {
      try {
        transaction.executeWithoutResult(status -> delete(process, by, requestId));
        return;
      } catch (FlowableOptimisticLockingException stepEndedMeanwhile) {
        if (attempt == CANCEL_ATTEMPTS) {
          throw stepEndedMeanwhile;
        }
      } catch (FlowableObjectNotFoundException ended) {
        throw PermanentFailure.conflict(
            "Process %s ended meanwhile and cannot be cancelled".formatted(process.id()));
      }
    }
  }

  private void delete(ProcessRow process, String by, String requestId) {
    store.cancelled(process.id(), by, requestId);
    runtime.deleteProcessInstance(process.id().toString(), "cancelled by " + by);
    publish(process.id(), process.workflow(), ProcessStatus.CANCELLED, by, requestId);
  }

  /** Runs the permanently failed steps of a process again, with variables corrected if need be. */
  public void resume(UUID id, Map<String, JsonNode> variables, String by, String requestId) {
    ProcessRow process = require(id);
    List<String> dead = deadLetters(id);
    if (dead.isEmpty()) {
      throw PermanentFailure.conflict(
          "Process %s has no permanently failed step: it is %s"
              .formatted(id, process.status().word()));
    }
    runAgain(process, dead, variables, by, requestId);
  }

  /** Runs one permanently failed step again. */
  void requeue(
      UUID id, String deadLetter, Map<String, JsonNode> variables, String by, String requestId) {
    runAgain(require(id), List.of(deadLetter), variables, by, requestId);
  }

  private void runAgain(
      ProcessRow process,
      List<String> deadLetters,
      Map<String, JsonNode> variables,
      String by,
      String requestId) {
    String id = process.id().toString();
    transaction.executeWithoutResult(
        status -> {
          variables.forEach(
              (name, value) -> runtime.setVariable(id, name, Variables.stored(value)));
          deadLetters.forEach(steps::requeue);
          publish(process.id(), process.workflow(), ProcessStatus.RUNNING, by, requestId);
        });
  }

  /** Forgets processes that have ended, with all that is kept of them. */
  public void forget(Collection<UUID> ids) {
    if (!ids.isEmpty()) {
      transaction.executeWithoutResult(
          status -> {
            history.bulkDeleteHistoricProcessInstances(ids.stream().map(UUID::toString).toList());
            store.forget(ids);
            events.publishEvent(new ProcessesForgotten(List.copyOf(ids)));
          });
    }
  }

  ProcessRow require(UUID id) {
    return store.find(id).orElseThrow(() -> PermanentFailure.notFound("There is no process " + id));
  }

  private List<String> deadLetters(UUID id) {
    return management.createDeadLetterJobQuery().processInstanceId(id.toString()).list().stream()
        .map(Job::getId)
        .toList();
  }

  private static Map<String, @Nullable Object> variables(ObjectNode form) {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    form.fields()
        .forEachRemaining(
            field -> variables.put(field.getKey(), Variables.stored(field.getValue())));
    return variables;
  }

  private void publish(
      UUID id, String workflow, ProcessStatus status, String by, String requestId) {
    boolean routine = by.equals(ProcessChanged.SYSTEM);
    events.publishEvent(
        new ProcessChanged(id, workflow, status, by, requestId, routine, clock.instant(), null));
  }
}
