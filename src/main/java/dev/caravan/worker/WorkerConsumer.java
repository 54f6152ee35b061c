package dev.caravan.worker;

import dev.caravan.worker.StepQueue.Newborn;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.flowable.engine.impl.persistence.entity.ExecutionEntity;
import org.flowable.job.service.impl.persistence.entity.ExternalWorkerJobEntity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Takes the waiting steps of one topic, as many at once as it has slots, and runs the route. */
final class WorkerConsumer extends DefaultConsumer {

  private static final Logger log = LoggerFactory.getLogger(WorkerConsumer.class);
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(15);
  private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final WorkerEndpoint endpoint;
  private final Set<RunningStep> running = ConcurrentHashMap.newKeySet();
  private final Semaphore slots;
  private @Nullable ExecutorService threads;
  private @Nullable Thread dispatcher;

  WorkerConsumer(WorkerEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.slots = new Semaphore(endpoint.concurrency());
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    if (!endpoint.getComponent().works()) {
      return;
    }
    endpoint.getComponent().signals().serve(endpoint.topic());
    ExecutorService pool =
        getEndpoint()
            .getCamelContext()
            .getExecutorServiceManager()
            .newCachedThreadPool(this, "step-" + endpoint.topic());
    threads = pool;
    dispatcher = new Thread(() -> dispatch(pool), "steps-" + endpoint.topic());
    dispatcher.setDaemon(true);
    dispatcher.start();
    endpoint.getComponent().handOver().serve(endpoint.topic(), this);
  }

  /** Steps in hand stop before their next node and go back, for another node to take at once. */
  @Override
  protected void doStop() throws Exception {
    endpoint.getComponent().handOver().forget(endpoint.topic());
    if (dispatcher != null) {
      dispatcher.interrupt();
    }
    running.forEach(RunningStep::yieldToOthers);
    if (!slots.tryAcquire(endpoint.concurrency(), GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
      log.info("{}: steps still at work; another node takes them over", endpoint.topic());
    }
    endpoint.getComponent().signals().forget(endpoint.topic());
    if (threads != null) {
      getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(threads);
    }
    super.doStop();
  }

  private void dispatch(ExecutorService pool) {
    while (isRunAllowed() && !Thread.currentThread().isInterrupted()) {
      try {
        if (!takeAndRun(pool)) {
          endpoint.getComponent().signals().await(endpoint.topic(), LONGEST_SLEEP);
        }
      } catch (InterruptedException stopped) {
        return;
      } catch (RuntimeException away) {
        log.warn("{}: cannot look for steps: {}", endpoint.topic(), away.getMessage());
        pause();
      }
    }
  }

  /** True when there may be more to take at once. */
  private boolean takeAndRun(ExecutorService pool) throws InterruptedException {
    slots.acquire();
    int free = 1 + slots.drainPermits();
    int used = 0;
    try {
      String owner = endpoint.getComponent().runner().newOwner();
      List<AcquiredStep> steps =
          endpoint.getComponent().queue().acquire(endpoint.topic(), free, endpoint.lease(), owner);
      for (AcquiredStep step : steps) {
        pool.execute(() -> work(step));
        used++;
      }
      return used == free;
    } finally {
      slots.release(free - used);
    }
  }

  /** Takes a step that is being created, if there is a slot; it is worked on after the commit. */
  boolean takeNewborn(ExternalWorkerJobEntity job, ExecutionEntity execution) {
    if (!isRunAllowed() || !slots.tryAcquire()) {
      return false;
    }
    boolean taken = false;
    try {
      StepRunner runner = endpoint.getComponent().runner();
      @Nullable Newborn newborn = runner.newborn(job, execution, endpoint.lease());
      if (newborn != null) {
        AcquiredStep step = endpoint.getComponent().queue().begin(job, newborn);
        TransactionSynchronizationManager.registerSynchronization(new WorkAfterCommit(step));
        taken = true;
      }
      return taken;
    } finally {
      if (!taken) {
        slots.release();
      }
    }
  }

  /** Works on a step once it is there for good; a rollback leaves nothing to do. */
  private final class WorkAfterCommit implements TransactionSynchronization {

    private final AcquiredStep step;

    WorkAfterCommit(AcquiredStep step) {
      this.step = step;
    }

    @Override
    public void afterCompletion(int status) {
      ExecutorService pool = threads;
      try {
        if (status == STATUS_COMMITTED && pool != null) {
          pool.execute(() -> work(step));
          return;
        }
      } catch (RejectedExecutionException stopped) {
        log.info("{}: stopped with a step just taken; its lease runs out", endpoint.topic());
      }
      slots.release();
    }
  }

  private void work(AcquiredStep step) {
    try {
      endpoint.getComponent().runner().run(step, this, running);
    } finally {
      slots.release();
    }
  }

  WorkerEndpoint worker() {
    return endpoint;
  }

  /** How many steps it works on now. */
  int atWork() {
    return running.size();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_ERROR.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
