package dev.caravan.worker;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Keeps the leases of the steps that this node works on, and writes their progress. A step that
 * hears nothing from here knows by itself when its lease is over.
 */
@Component
class Leases implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(Leases.class);
  private static final int TICK_MILLIS = 200;

  private final LeaseStore store;
  private final Set<RunningStep> steps = ConcurrentHashMap.newKeySet();
  private final SteadyTimer timer = new SteadyTimer("leases", 1);

  Leases(LeaseStore store) {
    this.store = store;
    timer.every(TICK_MILLIS, this::tick);
  }

  void keep(RunningStep step) {
    steps.add(step);
  }

  /** The step has ended. */
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

  /** Leases first: they must not wait for progress. */
  private void tick() {
    long now = System.nanoTime();
    List<RunningStep> due =
        steps.stream().filter(step -> step.held() && step.beatDue(now)).toList();
    if (!due.isEmpty()) {
      extend(due, now);
    }
    steps.forEach(this::say);
  }

  /** A lease runs from when its extension was asked for, never from the answer. */
  private void extend(List<RunningStep> due, long askedNanos) {
    try {
      LeaseStore.Extended result = store.extend(due);
      for (RunningStep step : due) {
        long attempt = step.acquired().attemptId();
        if (result.extended().contains(attempt)) {
          step.beaten(askedNanos);
        } else if (!result.ours().contains(attempt)) {
          step.lose();
        }
      }
    } catch (RuntimeException away) {
      log.warn("Leases of {} steps not extended: {}", due.size(), away.getMessage());
    }
  }

  /**
   * Writes what the step said last, before it is settled: an end with old progress is never seen.
   */
  void say(RunningStep step) {
    var progress = step.takeProgress();
    if (progress == null) {
      return;
    }
    try {
      store.progress(step.acquired(), progress);
    } catch (RuntimeException away) {
      log.debug("Progress not written: {}", away.getMessage());
    }
  }

  @Override
  public void destroy() {
    timer.stop();
  }
}
