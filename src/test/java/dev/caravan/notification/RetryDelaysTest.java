package dev.caravan.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryDelaysTest {

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration MOST = Duration.ofHours(1);

  @Test
  void doublesUpToTheLongest() {
    RetryDelays delays = new RetryDelays(FIRST, MOST, () -> 0);

    assertThat(delays.after(1)).isEqualTo(Duration.ofSeconds(5));
    assertThat(delays.after(2)).isEqualTo(Duration.ofSeconds(10));
    assertThat(delays.after(10)).isEqualTo(Duration.ofSeconds(2560));
    assertThat(delays.after(11)).isEqualTo(MOST);
    assertThat(delays.after(100_000)).isEqualTo(MOST);
  }

  @Test
  void isSpreadByAFifthAtMost() {
    RetryDelays delays = new RetryDelays(FIRST, MOST, () -> 1);

    assertThat(delays.after(1)).isEqualTo(Duration.ofSeconds(4));
    assertThat(delays.after(50)).isEqualTo(Duration.ofMinutes(48));
  }
}
