package dev.caravan.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long a step is held, by a clock that the test moves. */
class RunningStepTest {

  private static final Duration LEASE = Duration.ofSeconds(60);

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final RunningStep step = new RunningStep(taken(clock.get()), LEASE, clock::get);

  @Test
  void aStepPastItsLeaseIsNotHeldThoughNobodySaidSo() {
    pass(LEASE.minusNanos(1));
    assertThat(step.held()).isTrue();

    pass(Duration.ofNanos(1));
    assertThat(step.held()).isFalse();
  }

  @Test
  void aLeaseRunsFromWhenItWasAskedForAndNotFromTheAnswer() {
    long asked = clock.get();
    pass(Duration.ofSeconds(50));
    step.beaten(asked + Duration.ofSeconds(20).toNanos());

    pass(Duration.ofSeconds(29));
    assertThat(step.held()).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(step.held()).isFalse();
  }

  @Test
  void whatWasOverIsNotHeldAgainByALateAnswer() {
    pass(LEASE);
    assertThat(step.held()).isFalse();

    step.beaten(clock.get());
    assertThat(step.held()).isFalse();
  }

  @Test
  void theTimeBetweenTakingAStepAndWorkingOnItCounts() {
    RunningStep late =
        new RunningStep(taken(clock.get() - Duration.ofSeconds(61).toNanos()), LEASE, clock::get);

    assertThat(late.held()).isFalse();
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  static AcquiredStep taken(long nanos) {
    return new AcquiredStep(
        "job",
        "process",
        "execution",
        "definition",
        "activity",
        "topic",
        "owner",
        1,
        1,
        0,
        0,
        true,
        nanos,
        Optional.empty());
  }
}
