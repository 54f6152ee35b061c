package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeWindowTest {

  @ParameterizedTest
  @CsvSource({
    "0 22 * * MON-FRI, 6h, 2026-03-02T21:59:59Z, false",
    "0 22 * * MON-FRI, 6h, 2026-03-02T22:00:00Z, true",
    "0 22 * * MON-FRI, 6h, 2026-03-03T03:59:59Z, true",
    "0 22 * * MON-FRI, 6h, 2026-03-03T04:00:00Z, false",
    "0 22 * * MON-FRI, 6h, 2026-03-01T23:00:00Z, false",
    "*/10 * * * *, 5m, 2026-03-01T12:04:59Z, true",
    "*/10 * * * *, 5m, 2026-03-01T12:05:00Z, false",
    "0 0 1 * *, 1d12h, 2026-03-02T11:00:00Z, true"
  })
  void holdsFromItsBeginningUntilBeforeItsEnd(
      String cron, String duration, Instant at, boolean holds) {
    assertThat(TimeWindow.problem(cron, duration)).isEmpty();
    assertThat(new TimeWindow(cron, duration).holds(at)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "every day, 6h",
    "0 0 22 * * MON, 6h",
    "0 22 * * MON, six hours",
    "0 22 * * MON, 0h",
    "0 22 * * MON, 40d"
  })
  void aWrongOneIsTold(String cron, String duration) {
    assertThat(TimeWindow.problem(cron, duration)).isPresent();
  }
}
