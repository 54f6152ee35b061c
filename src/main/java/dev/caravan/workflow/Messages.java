package dev.caravan.workflow;

import java.util.List;
import java.util.UUID;
import org.flowable.common.engine.api.FlowableException;
import org.flowable.common.engine.api.FlowableObjectNotFoundException;
import org.flowable.common.engine.api.FlowableOptimisticLockingException;
import org.flowable.engine.RuntimeService;
import org.flowable.engine.runtime.Execution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tells processes that stand at a message event that what they wait for has come. */
@Component
public class Messages {

  private static final Logger log = LoggerFactory.getLogger(Messages.class);

  private final RuntimeService runtime;

  Messages(RuntimeService runtime) {
    this.runtime = runtime;
  }

  /** The processes that wait for a message. */
  public List<UUID> waiting(String message) {
    return runtime.createExecutionQuery().messageEventSubscriptionName(message).list().stream()
        .map(each -> UUID.fromString(each.getProcessInstanceId()))
        .distinct()
        .toList();
  }

  /** Lets a process go on; false when it doesn't wait for that, or somebody else was faster. */
  public boolean deliver(UUID process, String message) {
    List<Execution> standing =
        runtime
            .createExecutionQuery()
            .processInstanceId(process.toString())
            .messageEventSubscriptionName(message)
            .list();
    if (standing.isEmpty()) {
      return false;
    }
    try {
      runtime.messageEventReceived(message, standing.get(0).getId());
      return true;
    } catch (FlowableObjectNotFoundException | FlowableOptimisticLockingException gone) {
      return false;
    } catch (FlowableException stuck) {
      log.warn("Process {} cannot go on after {}: {}", process, message, stuck.getMessage());
      return false;
    }
  }
}
