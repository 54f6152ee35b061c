package dev.caravan.sandbox.openstack;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens later, and that only one thing happens at a time. */
final class Pace implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Pace.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicLong era = new AtomicLong();
  private final Settings initial;
  private final ScheduledExecutorService timer;
  private volatile Settings settings;
  private volatile Runnable keep = () -> {};

  Pace(Settings settings) {
    this.initial = settings;
    this.settings = settings;
    timer = new ScheduledThreadPoolExecutor(1, Pace::daemon);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "sandbox-openstack");
    thread.setDaemon(true);
    return thread;
  }

  Settings settings() {
    return settings;
  }

  void set(Settings changed) {
    settings = changed;
  }

  /** Does something while nothing else happens. */
  <T> T alone(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Changes something while nothing else happens. */
  <T> T change(Supplier<T> work) {
    return alone(
        () -> {
          T done = work.get();
          keep.run();
          return done;
        });
  }

  /** What is done after each change. */
  void keeping(Runnable keep) {
    this.keep = keep;
  }

  /** Lets others go on for a time, in the middle of something that happens alone. */
  void rest(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    try {
      for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
        var unused = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does something later, unless all is emptied before. */
  void after(Duration time, Runnable work) {
    long now = era.get();
    var unused = timer.schedule(() -> run(now, work), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run(long then, Runnable work) {
    lock.lock();
    try {
      if (then == era.get()) {
        work.run();
        keep.run();
      }
    } catch (RuntimeException e) {
      LOG.error("The sandbox OpenStack broke", e);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what was to happen, and what was set. */
  void startAfresh() {
    era.incrementAndGet();
    settings = initial;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
