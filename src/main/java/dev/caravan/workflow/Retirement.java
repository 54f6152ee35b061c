package dev.caravan.workflow;

import dev.caravan.failure.PermanentFailure;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.flowable.engine.RepositoryService;
import org.flowable.engine.RuntimeService;
import org.flowable.engine.repository.ProcessDefinition;
import org.flowable.engine.runtime.ProcessInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes workflows out of use: none can be started, what runs goes on, and what ran is kept. */
@Component
class Retirement {

  private static final Logger LOG = LoggerFactory.getLogger(Retirement.class);

  private final WorkflowStore store;
  private final RepositoryService repository;
  private final RuntimeService runtime;
  private final Processes processes;
  private final TransactionTemplate transaction;

  Retirement(
      WorkflowStore store,
      RepositoryService repository,
      RuntimeService runtime,
      Processes processes,
      TransactionTemplate transaction) {
    this.store = store;
    this.repository = repository;
    this.runtime = runtime;
    this.processes = processes;
    this.transaction = transaction;
  }

  /**
   * Retires what was deployed from a file that is gone, and brings back what has its file again.
   */
  void follow(Set<String> files) {
    for (ProcessDefinition workflow : store.all()) {
      boolean present = files.contains(workflow.getKey());
      if (present && workflow.isSuspended()) {
        repository.activateProcessDefinitionById(workflow.getId());
        LOG.info("Workflow {} has its file again and can be started", workflow.getKey());
      } else if (!present && !workflow.isSuspended() && store.isOfFile(workflow)) {
        repository.suspendProcessDefinitionById(workflow.getId());
        LOG.warn(
            "Workflow {} is retired: its file is no longer there. {} of its processes still run;"
                + " cancel those whose routes are gone as well",
            workflow.getKey(),
            running(workflow.getKey()).size());
      }
    }
  }

  /**
   * Retires a workflow that nothing runs of. What other processes call is theirs, and stands in its
   * way: they are to be cancelled.
   *
   * @param cancel whether its processes are cancelled, once none can be begun any more
   */
  void retire(String name, boolean cancel, String by, String requestId) {
    transaction.executeWithoutResult(
        status -> {
          suspend(name);
          requireNone(name, cancel ? called(name) : running(name), cancel);
        });
    if (cancel) {
      running(name).forEach(each -> cancel(each, by, requestId));
    }
  }

  private void suspend(String name) {
    ProcessDefinition workflow = store.get(name);
    if (!workflow.isSuspended()) {
      repository.suspendProcessDefinitionById(workflow.getId());
    }
  }

  private static void requireNone(String name, List<ProcessInstance> inTheWay, boolean cancel) {
    if (!inTheWay.isEmpty()) {
      throw PermanentFailure.conflict(
          (cancel
                  ? "Workflow %s cannot be retired, %d of its processes are called by others:"
                      + " cancel those"
                  : "Workflow %s cannot be retired, %d of its processes run: cancel them, or ask"
                      + " with cancel=true")
              .formatted(name, inTheWay.size()));
    }
  }

  /** One that ended by itself meanwhile needs no end. */
  private void cancel(ProcessInstance process, String by, String requestId) {
    try {
      processes.cancel(UUID.fromString(process.getId()), by, requestId);
    } catch (PermanentFailure refused) {
      if (isRunning(process)) {
        throw refused;
      }
    }
  }

  private boolean isRunning(ProcessInstance process) {
    return runtime.createProcessInstanceQuery().processInstanceId(process.getId()).count() > 0;
  }

  private List<ProcessInstance> called(String name) {
    return running(name).stream().filter(each -> each.getSuperExecutionId() != null).toList();
  }

  private List<ProcessInstance> running(String name) {
    return runtime.createProcessInstanceQuery().processDefinitionKey(name).list();
  }
}
