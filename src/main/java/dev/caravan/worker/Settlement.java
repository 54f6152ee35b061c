package dev.caravan.worker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.flowable.common.engine.api.FlowableOptimisticLockingException;
import org.flowable.engine.delegate.BpmnError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Writes how an attempt ended, and tries that again, never the route, while parallel branches or a
 * database that is away stand in the way and the lease still holds.
 */
@Component
class Settlement {

  private static final Logger log = LoggerFactory.getLogger(Settlement.class);
  private static final long LOCKED_PAUSE_MILLIS = 40;
  private static final long AWAY_PAUSE_MILLIS = 500;

  /** After that the step is let go of: whoever takes it next finds what was done. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final EngineSteps engine;
  private final StepQueue queue;
  private final Announcements announcements;

  Settlement(EngineSteps engine, StepQueue queue, Announcements announcements) {
    this.engine = engine;
    this.queue = queue;
    this.announcements = announcements;
  }

  String complete(RunningStep step, Map<?, ?> outputs) {
    return settle(step, "completed", () -> engine.complete(step.acquired(), outputs));
  }

  /** The model's answer to a problem; a problem without an answer is a permanent failure. */
  String propagate(RunningStep step, Problem problem) {
    try {
      return settle(step, "problem", () -> engine.propagate(step.acquired(), problem));
    } catch (BpmnError unanswered) {
      return bury(step, StepError.unanswered(problem));
    }
  }

  String retry(RunningStep step, StepError error, BackOff backOff) {
    AcquiredStep acquired = step.acquired();
    Duration pause = backOff.after(error.busy() ? acquired.attempt() : acquired.failures() + 1);
    Duration wait = error.retryAfter().filter(asked -> asked.compareTo(pause) > 0).orElse(pause);
    log.info(
        "{}: attempt {} failed, again in {} s: {}",
        acquired.topic(),
        acquired.attempt(),
        wait.toSeconds(),
        error.message());
    String outcome = settle(step, "retrying", () -> engine.retry(acquired, error, wait));
    announcements.raiseLater(acquired.topic(), wait.toMillis() + 1);
    return outcome;
  }

  String bury(RunningStep step, StepError error) {
    log.warn("{}: failed for good: {}", step.topic(), error.message());
    try {
      return settle(step, "permanently_failed", () -> engine.bury(step.acquired(), error));
    } catch (DataAccessException unstorable) {
      StepError shorter = error.withoutDetails();
      return settle(step, "permanently_failed", () -> engine.bury(step.acquired(), shorter));
    }
  }

  String release(RunningStep step) {
    return settle(step, "released", () -> queue.release(step.acquired()));
  }

  String lost(RunningStep step) {
    log.info("{}: no longer held, stopped", step.topic());
    return settle(step, "lost", () -> queue.ended(step.acquired(), "lost"));
  }

  private String settle(RunningStep step, String outcome, Runnable change) {
    long begun = System.nanoTime();
    while (true) {
      try {
        change.run();
        return outcome;
      } catch (LeaseLost taken) {
        queue.ended(step.acquired(), "lost");
        return "lost";
      } catch (FlowableOptimisticLockingException parallelBranch) {
        if (tooLong(begun)) {
          throw parallelBranch;
        }
        pause(LOCKED_PAUSE_MILLIS);
      } catch (RuntimeException failed) {
        if (!StepError.of(failed).retryable() || step.expired() || tooLong(begun)) {
          throw failed;
        }
        pause(AWAY_PAUSE_MILLIS);
      }
    }
  }

  private static boolean tooLong(long begun) {
    return System.nanoTime() - begun > LONGEST.toNanos();
  }

  private static void pause(long most) {
    try {
      TimeUnit.MILLISECONDS.sleep(1 + ThreadLocalRandom.current().nextLong(most));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
