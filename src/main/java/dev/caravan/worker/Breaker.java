package dev.caravan.worker;

import dev.caravan.worker.BreakerState.Position;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The circuit breaker of one address, with what is told of it. */
final class Breaker {

  private static final Logger log = LoggerFactory.getLogger(Breaker.class);

  private final String system;
  private final String address;
  private final Duration wait;
  private final Clock clock;
  private final CircuitBreaker breaker;
  private volatile Instant used;
  private volatile Instant since;
  private volatile Instant triedAt;
  private volatile String lastFailure = "";

  Breaker(String system, String address, CircuitBreakerConfig config, Duration wait, Clock clock) {
    this.system = system;
    this.address = address;
    this.wait = wait;
    this.clock = clock;
    this.breaker = CircuitBreaker.of(system + " " + address, config);
    this.used = clock.instant();
    this.since = used;
    this.triedAt = used;
    breaker.getEventPublisher().onStateTransition(event -> moved(event.getStateTransition()));
  }

  /**
   * Begins a call.
   *
   * @throws io.github.resilience4j.circuitbreaker.CallNotPermittedException where it is not to be
   */
  Permit enter() {
    used = clock.instant();
    breaker.acquirePermission();
    return new Permit(this, clock.instant());
  }

  void answered(Duration took) {
    breaker.onSuccess(took.toMillis(), TimeUnit.MILLISECONDS);
  }

  void failed(Duration took, String words) {
    lastFailure = words;
    breaker.onError(took.toMillis(), TimeUnit.MILLISECONDS, new IOException(words));
  }

  void saidNothing() {
    breaker.releasePermission();
  }

  private void moved(StateTransition transition) {
    Instant now = clock.instant();
    if (transition.getToState() == State.OPEN) {
      triedAt = now.plus(wait);
      if (transition.getFromState() == State.CLOSED) {
        since = now;
        log.warn("{} is left alone, for most calls to it failed; the last: {}", this, lastFailure);
      }
    } else if (transition.getToState() == State.CLOSED) {
      log.info("{} answers again; it was left alone since {}", this, since);
      since = now;
    }
  }

  Position position() {
    return switch (breaker.getState()) {
      case OPEN, FORCED_OPEN -> Position.OPEN;
      case HALF_OPEN -> Position.HALF_OPEN;
      case CLOSED, DISABLED, METRICS_ONLY -> Position.CLOSED;
    };
  }

  BreakerState state() {
    return new BreakerState(system, address, position(), since, words());
  }

  private String words() {
    return "the last call that failed: " + lastFailure;
  }

  /** Why a call was not made. */
  String refusal() {
    return "%s is left alone until %s because most calls to it failed (this one was not made); %s"
        .formatted(this, triedAt, words());
  }

  /** How long it is still left alone. */
  Duration rest() {
    Duration rest = Duration.between(clock.instant(), triedAt);
    return rest.isNegative() ? Duration.ZERO : rest;
  }

  Duration age(Instant now) {
    return Duration.between(used, now);
  }

  Instant used() {
    return used;
  }

  Instant now() {
    return clock.instant();
  }

  @Override
  public String toString() {
    return breaker.getName();
  }
}
