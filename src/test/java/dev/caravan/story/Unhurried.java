package dev.caravan.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How long a call may take while others are in the way: a second, or on a slow or busy machine ten
 * times what it takes when nobody is.
 */
public final class Unhurried {

  private final Supplier<Answer> call;
  private final Duration limit;

  private Unhurried(Supplier<Answer> call, Duration limit) {
    this.call = call;
    this.limit = limit;
  }

  /** To be made while nobody else calls. */
  public static Unhurried measured(Supplier<Answer> call) {
    Duration longest = Duration.ofMillis(100);
    for (int i = 0; i < 5; i++) {
      Duration took = took(call);
      longest = took.compareTo(longest) > 0 ? took : longest;
    }
    return new Unhurried(call, longest.multipliedBy(10));
  }

  public void assertAnswered() {
    assertThat(took(call)).isLessThan(limit);
  }

  private static Duration took(Supplier<Answer> call) {
    long start = System.nanoTime();
    Answer answer = call.get();
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
