package dev.caravan.security;

import dev.caravan.failure.RetryableFailure;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Checks of passwords are made to cost much: a few run at the same time, a few more wait shortly,
 * and the others are told to come again, so that nobody else notices them.
 */
class PasswordPlaces {

  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final int WAITING_FOR_ONE = 8;

  private final Semaphore places;
  private final Semaphore entered;

  PasswordPlaces(int atOnce) {
    this.places = new Semaphore(atOnce, true);
    this.entered = new Semaphore(atOnce * (1 + WAITING_FOR_ONE));
  }

  <T> T inTurn(Supplier<T> check) {
    if (!entered.tryAcquire()) {
      throw tooMany();
    }
    try {
      return inPlace(check);
    } finally {
      entered.release();
    }
  }

  private <T> T inPlace(Supplier<T> check) {
    try {
      if (!places.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw tooMany();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw tooMany();
    }
    try {
      return check.get();
    } finally {
      places.release();
    }
  }

  private static RetryableFailure tooMany() {
    return RetryableFailure.rateLimit(
        "Too many log-ins at this moment: try again in a second", Duration.ofSeconds(1));
  }
}
