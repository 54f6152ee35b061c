package dev.caravan.notification;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before a delivery is tried again: doubling, bounded, and spread by up to a
 * fifth, so that a receiver that comes back is not called by all at once.
 *
 * @param chance gives numbers from 0 to 1
 */
record RetryDelays(Duration first, Duration most, DoubleSupplier chance) {

  private static final double SPREAD = 0.2;
  private static final int MOST_DOUBLINGS = 30;

  /** The wait after so many failed attempts, 1 or more. */
  Duration after(int failures) {
    int doublings = Math.min(failures - 1, MOST_DOUBLINGS);
    double doubled = first.toMillis() * Math.pow(2, doublings);
    double millis = Math.min(doubled, (double) most.toMillis());
    return Duration.ofMillis((long) (millis * (1 - SPREAD * chance.getAsDouble())));
  }
}
