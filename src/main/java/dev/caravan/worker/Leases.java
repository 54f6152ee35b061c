package dev.caravan.worker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Keeps the leases of the steps that this node works on, and writes their progress. */
@Component
class Leases implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(Leases.class);
  private static final int TICK_MILLIS = 200;

  private final StepQueue queue;
  private final Set<RunningStep> steps = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor timer;

  Leases(StepQueue queue) {
    this.queue = queue;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "leases");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void keep(RunningStep step) {
    steps.add(step);
  }

  /** The step has ended: what it said last is written. */
  void letGo(RunningStep step) {
    steps.remove(step);
    say(step);
  }

  /** The process was cancelled: its steps end before their next action. */
  void lose(String processId) {
    steps.stream().filter(step -> step.processId().equals(processId)).forEach(RunningStep::lose);
  }

  int held() {
    return steps.size();
  }

  private void tick() {
    for (RunningStep step : steps) {
      say(step);
      if (step.held()) {
        beat(step);
      }
    }
  }

  private void say(RunningStep step) {
    var progress = step.takeProgress();
    if (progress == null) {
      return;
    }
    try {
      queue.progress(step.acquired(), progress);
    } catch (DataAccessException | TransactionException away) {
      log.debug("Progress not written: {}", away.getMessage());
    }
  }

  private void beat(RunningStep step) {
    long now = System.nanoTime();
    if (!step.beatDue(now)) {
      return;
    }
    try {
      if (queue.extend(step.acquired(), step.lease())) {
        step.beaten(now);
      } else {
        step.lose();
      }
    } catch (DataAccessException | TransactionException away) {
      log.warn("Lease of {} not extended: {}", step.topic(), away.getMessage());
      if (step.expired(System.nanoTime())) {
        step.lose();
      }
    }
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }
}
