package dev.caravan.worker;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before a step is tried again: doubling, bounded, and spread by up to a fifth.
 */
record BackOff(Duration first, Duration most) {

  private static final int MOST_DOUBLINGS = 20;
  private static final double SPREAD = 0.2;

  /** The wait after so many failures. */
  Duration after(int failures) {
    int doublings = Math.min(Math.max(failures - 1, 0), MOST_DOUBLINGS);
    long millis = Math.min(first.toMillis() << doublings, most.toMillis());
    double spread = 1 - SPREAD * ThreadLocalRandom.current().nextDouble();
    return Duration.ofMillis((long) (millis * spread));
  }
}
