package dev.caravan.worker;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work again and again on daemon threads of its own. Work that throws runs again all the same,
 * whatever it threw: an executor by itself would never run it again, and say nothing.
 */
final class SteadyTimer {

  private static final Logger log = LoggerFactory.getLogger(SteadyTimer.class);

  private final String name;
  private final ScheduledThreadPoolExecutor threads;
  private volatile String said = "";

  SteadyTimer(String name, int threads) {
    this.name = name;
    this.threads =
        new ScheduledThreadPoolExecutor(
            threads,
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Runs the work after each pause, the first time after one. */
  void every(long pauseMillis, Runnable work) {
    var unused =
        threads.scheduleWithFixedDelay(
            () -> survive(work), pauseMillis, pauseMillis, TimeUnit.MILLISECONDS);
  }

  /** Runs the work once, after a while; not at all once the timer has stopped. */
  void once(long millis, Runnable work) {
    try {
      var unused = threads.schedule(() -> survive(work), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopped) {
      log.debug("{}: stopped", name);
    }
  }

  void stop() {
    threads.shutdownNow();
  }

  private void survive(Runnable work) {
    try {
      work.run();
      said = "";
    } catch (Throwable thrown) {
      said(thrown);
    }
  }

  /** The same again and again is said once. */
  private void said(Throwable thrown) {
    if (!said.equals(thrown.toString())) {
      said = thrown.toString();
      log.error("{}: goes on after an error", name, thrown);
    }
  }
}
