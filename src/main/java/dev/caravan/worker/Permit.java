package dev.caravan.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call to an outside system that was begun; the first word about what became of it counts. */
public final class Permit {

  private final Breaker breaker;
  private final Instant begun;
  private final AtomicBoolean said = new AtomicBoolean();

  Permit(Breaker breaker, Instant begun) {
    this.breaker = breaker;
    this.begun = begun;
  }

  /** There was an answer, whatever it says. */
  public void answered() {
    if (said.compareAndSet(false, true)) {
      breaker.answered(took());
    }
  }

  /** There was none, or one that says that the other side is not well. */
  public void failed(String words) {
    if (said.compareAndSet(false, true)) {
      breaker.failed(took(), words);
    }
  }

  /** It says nothing about the other side. */
  public void saidNothing() {
    if (said.compareAndSet(false, true)) {
      breaker.saidNothing();
    }
  }

  private Duration took() {
    return Duration.between(begun, breaker.now());
  }
}
