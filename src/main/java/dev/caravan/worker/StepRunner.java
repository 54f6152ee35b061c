package dev.caravan.worker;

import dev.caravan.worker.StepQueue.Newborn;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.flowable.engine.impl.persistence.entity.ExecutionEntity;
import org.flowable.job.service.impl.persistence.entity.ExternalWorkerJobEntity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Runs the route for one step, with no transaction or connection held, and says how it ended. */
@Component
class StepRunner {

  private static final Logger log = LoggerFactory.getLogger(StepRunner.class);

  private final EngineSteps engine;
  private final Leases leases;
  private final Settlement settlement;
  private final StepMetrics metrics;
  private final Node node;
  private final ApplicationEventPublisher events;

  StepRunner(
      EngineSteps engine,
      Leases leases,
      Settlement settlement,
      StepMetrics metrics,
      Node node,
      ApplicationEventPublisher events) {
    this.engine = engine;
    this.leases = leases;
    this.settlement = settlement;
    this.metrics = metrics;
    this.node = node;
    this.events = events;
  }

  /** Who holds the steps that are taken together: never the same twice. */
  String newOwner() {
    return node.name() + "/" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** What a step that is being created is about; null where its inputs cannot be told. */
  @Nullable Newborn newborn(
      ExternalWorkerJobEntity job, ExecutionEntity execution, Duration lease) {
    try {
      String name = execution.getCurrentFlowElement().getName();
      return new Newborn(
          name == null ? job.getElementId() : name, newOwner(), lease, engine.inputsOf(execution));
    } catch (RuntimeException wrong) {
      log.debug("{}: inputs are read when it is taken", job.getJobHandlerConfiguration(), wrong);
      return null;
    }
  }

  void run(AcquiredStep acquired, WorkerConsumer consumer, Set<RunningStep> running) {
    WorkerEndpoint endpoint = consumer.worker();
    RunningStep step = new RunningStep(acquired, endpoint.lease());
    leases.keep(step);
    running.add(step);
    MDC.put("process_id", acquired.processId());
    try {
      long start = System.nanoTime();
      String outcome = attempt(step, consumer);
      metrics.ended(acquired.topic(), outcome, System.nanoTime() - start);
    } finally {
      leases.letGo(step);
      running.remove(step);
      MDC.clear();
    }
  }

  private String attempt(RunningStep step, WorkerConsumer consumer) {
    AcquiredStep acquired = step.acquired();
    WorkerEndpoint endpoint = consumer.worker();
    try {
      if (acquired.crashes() >= endpoint.crashes()) {
        return settlement.bury(step, StepError.crashed(acquired));
      }
      events.publishEvent(
          new StepStarted(
              acquired.processId(),
              acquired.processDefinitionId(),
              acquired.topic(),
              acquired.first()));
      step.give(acquired.inputs().orElseGet(() -> engine.inputs(acquired)));
      Exchange exchange = walk(step, consumer);
      @Nullable Exception thrown = exchange.getException();
      leases.say(step);
      if (thrown != null) {
        throw thrown;
      }
      return settlement.complete(step, outputsOf(exchange));
    } catch (Exception thrown) {
      return failed(step, thrown, endpoint);
    }
  }

  private static Exchange walk(RunningStep step, WorkerConsumer consumer) throws Exception {
    Exchange exchange = consumer.createExchange(false);
    try {
      exchange.setProperty(LeaseGuard.STEP, step);
      exchange.getMessage().setBody(step.inputs());
      consumer.getProcessor().process(exchange);
      return exchange;
    } finally {
      consumer.releaseExchange(exchange, false);
    }
  }

  /** A map, or the JSON object that an expression of a route makes. */
  private Map<?, ?> outputsOf(Exchange exchange) {
    return engine.plain(exchange.getMessage().getBody()) instanceof Map<?, ?> outputs
        ? outputs
        : Map.of();
  }

  private String failed(RunningStep step, Exception thrown, WorkerEndpoint endpoint) {
    AcquiredStep acquired = step.acquired();
    if (cause(thrown, LeaseLost.class) != null) {
      return step.yielded() ? settlement.release(step) : settlement.lost(step);
    }
    Problem problem = cause(thrown, Problem.class);
    if (problem != null) {
      return settlement.propagate(step, problem);
    }
    StepError error = StepError.of(thrown);
    if (error.unexpected()) {
      log.error("{} of process {}", acquired.topic(), acquired.processId(), thrown);
    }
    boolean again =
        error.busy() || (error.retryable() && acquired.failures() + 1 < endpoint.attempts());
    return again ? settlement.retry(step, error, endpoint.backOff()) : settlement.bury(step, error);
  }

  private static <T extends Throwable> @Nullable T cause(Throwable thrown, Class<T> type) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
