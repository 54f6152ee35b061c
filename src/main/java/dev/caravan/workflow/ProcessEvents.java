package dev.caravan.workflow;

import dev.caravan.worker.StepStarted;
import dev.caravan.workflow.FailureStore.ProcessFailed;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.flowable.common.engine.api.delegate.event.FlowableEngineEntityEvent;
import org.flowable.common.engine.api.delegate.event.FlowableEngineEvent;
import org.flowable.common.engine.api.delegate.event.FlowableEngineEventType;
import org.flowable.common.engine.api.delegate.event.FlowableEntityEvent;
import org.flowable.common.engine.api.delegate.event.FlowableEvent;
import org.flowable.common.engine.api.delegate.event.FlowableEventListener;
import org.flowable.engine.RuntimeService;
import org.flowable.engine.delegate.DelegateExecution;
import org.flowable.engine.delegate.event.FlowableActivityEvent;
import org.flowable.engine.delegate.event.FlowableSequenceFlowTakenEvent;
import org.flowable.job.api.Job;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentLruCache;

/** Says what the engine does with processes, as events of Caravan in the same transaction. */
@Component
class ProcessEvents implements FlowableEventListener, SmartInitializingSingleton {

  private static final Set<String> WAITS =
      Set.of("userTask", "receiveTask", "intermediateCatchEvent", "eventBasedGateway");
  private static final Set<String> ASKED_AGAIN =
      Set.of("intermediateCatchEvent", "eventBasedGateway");
  private static final int REMEMBERED = 1_000;

  private final RuntimeService runtime;
  private final ProcessStore store;
  private final ConcurrentLruCache<String, Optional<Asked>> starts;
  private final FailureStore failures;
  private final LastElement lastElement;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  ProcessEvents(
      RuntimeService runtime,
      ProcessStore store,
      FailureStore failures,
      LastElement lastElement,
      ApplicationEventPublisher events,
      Clock clock) {
    this.runtime = runtime;
    this.store = store;
    this.failures = failures;
    this.lastElement = lastElement;
    this.starts = new ConcurrentLruCache<>(REMEMBERED, store::startedBy);
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void afterSingletonsInstantiated() {
    runtime.addEventListener(
        this,
        FlowableEngineEventType.PROCESS_COMPLETED,
        FlowableEngineEventType.PROCESS_COMPLETED_WITH_TERMINATE_END_EVENT,
        FlowableEngineEventType.PROCESS_COMPLETED_WITH_ERROR_END_EVENT,
        FlowableEngineEventType.JOB_MOVED_TO_DEADLETTER,
        FlowableEngineEventType.SEQUENCEFLOW_TAKEN,
        FlowableEngineEventType.ACTIVITY_STARTED);
  }

  @Override
  public void onEvent(FlowableEvent event) {
    if (event instanceof FlowableSequenceFlowTakenEvent flow) {
      lastElement.reached(flow.getTargetActivityId());
    } else if (event instanceof FlowableActivityEvent activity) {
      lastElement.reached(activity.getActivityId());
      if (WAITS.contains(activity.getActivityType()) && isNewWait(activity)) {
        publish(activity, ProcessStatus.WAITING);
      } else if (activity.getActivityType().equals("endEvent")) {
        reached(activity);
      }
    } else if (event.getType() == FlowableEngineEventType.JOB_MOVED_TO_DEADLETTER) {
      Job job = (Job) ((FlowableEngineEntityEvent) event).getEntity();
      publish(job.getProcessInstanceId(), job.getProcessDefinitionId(), ProcessStatus.FAILED);
    } else {
      ended((FlowableEngineEvent) event);
    }
  }

  /** A model that asks again and again whether it may go on waits once. */
  private boolean isNewWait(FlowableActivityEvent wait) {
    return !ASKED_AGAIN.contains(wait.getActivityType())
        || store
            .lastWait(wait.getProcessInstanceId(), WAITS)
            .filter(wait.getActivityId()::equals)
            .isEmpty();
  }

  /** A process may end as failed though each of its steps is done: the model says where. */
  private void reached(FlowableActivityEvent end) {
    String process = end.getProcessInstanceId();
    if (starts.get(process).isPresent()
        && failures.isFailingEnd(end.getProcessDefinitionId(), end.getActivityId())) {
      String name = end.getActivityName() == null ? end.getActivityId() : end.getActivityName();
      String said = "%s ended at '%s'".formatted(workflow(end.getProcessDefinitionId()), name);
      failures.failed(
          UUID.fromString(process),
          new ProcessFailed(end.getActivityId(), name, "ProcessFailed", said));
    }
  }

  private void ended(FlowableEngineEvent event) {
    boolean failed = failures.find(UUID.fromString(event.getProcessInstanceId())).isPresent();
    publish(
        event.getProcessInstanceId(),
        event.getProcessDefinitionId(),
        failed ? ProcessStatus.FAILED : ProcessStatus.COMPLETED,
        failed ? null : summary(event));
  }

  /** What the process says of its result; its variables are still there. */
  private static @Nullable Object summary(FlowableEvent event) {
    return event instanceof FlowableEntityEvent ended
            && ended.getEntity() instanceof DelegateExecution process
        ? process.getVariable("summary")
        : null;
  }

  /**
   * A step is at work: its log lines carry the request that started the process, and the first one
   * is told of.
   */
  @EventListener
  void started(StepStarted step) {
    starts.get(step.processId()).ifPresent(asked -> MDC.put("request_id", asked.requestId()));
    if (step.first()) {
      publish(step.processId(), step.processDefinitionId(), ProcessStatus.RUNNING);
    }
  }

  private void publish(FlowableEngineEvent event, ProcessStatus status) {
    publish(event.getProcessInstanceId(), event.getProcessDefinitionId(), status);
  }

  private void publish(String process, String definition, ProcessStatus status) {
    publish(process, definition, status, null);
  }

  /** Processes that nobody started through Caravan, such as a called one, are not told of. */
  private void publish(
      String process, String definition, ProcessStatus status, @Nullable Object summary) {
    Optional<Asked> started = starts.get(process);
    if (started.isPresent()) {
      Asked asked = started.get();
      String request = Optional.ofNullable(MDC.get("request_id")).orElse(asked.requestId());
      events.publishEvent(
          new ProcessChanged(
              UUID.fromString(process),
              workflow(definition),
              status,
              ProcessChanged.SYSTEM,
              request,
              asked.by().equals(ProcessChanged.SYSTEM),
              clock.instant(),
              summary));
    }
  }

  private static String workflow(String definition) {
    return definition.substring(0, definition.indexOf(':'));
  }

  @Override
  public boolean isFailOnException() {
    return true;
  }

  @Override
  public boolean isFireOnTransactionLifecycleEvent() {
    return false;
  }

  @Override
  @SuppressWarnings("NullAway") // The engine asks for null: the event is handled at once.
  public String getOnTransaction() {
    return null;
  }
}
