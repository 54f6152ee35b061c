package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs are due by the clock. */
class SyncScheduleTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static SyncSchedule due(Instant next, int failures) {
    return new SyncSchedule(UUID.randomUUID(), NOON, next, null, 0, failures);
  }

  @ParameterizedTest
  @CsvSource({
    "12:00:00.000, 12:00:10",
    "12:00:00.001, 12:00:10",
    "12:00:09.999, 12:00:10",
    "12:00:10.000, 12:00:20",
    "13:07:03.500, 13:07:10",
    "11:59:55.000, 12:00:00"
  })
  void theNextTimeIsTheNextOfTheClockHoweverLateItIs(String now, String next) {
    assertThat(due(NOON, 0).slotAfter(Instant.parse("2026-03-01T" + now + "Z"), 10))
        .isEqualTo(Instant.parse("2026-03-01T" + next + "Z"));
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "0, 1", "9, 1", "10, 2", "3605, 361"})
  void whatWasMissedIsCounted(long seconds, int times) {
    assertThat(due(NOON, 0).dueBy(NOON.plusSeconds(seconds), 10)).isEqualTo(times);
  }

  @ParameterizedTest
  @CsvSource({"1, 10", "2, 20", "3, 40", "4, 60", "20, 60"})
  void failuresPutTheNextOffALittle(int failures, long seconds) {
    assertThat(due(NOON, failures).slotAfterFailures(NOON.plusSeconds(1), 10))
        .isEqualTo(NOON.plusSeconds(seconds));
  }

  @Test
  void aLongIntervalIsNeverPutOff() {
    assertThat(due(NOON, 9).slotAfterFailures(NOON.plusSeconds(1), 3600))
        .isEqualTo(NOON.plusSeconds(3600));
  }

  @ParameterizedTest
  @CsvSource({
    "12:00:00, 12:00:10, 12:00:10.200, 12:00:20",
    "12:00:08, 12:00:03, 12:00:03.100, 12:00:18",
    "12:00:06, 12:00:03, 12:00:03.100, 12:00:16",
    "12:00:09, 12:00:03, 12:00:03.100, 12:00:09"
  })
  void aRunOutOfTurnStandsForTheSlotThatFollowsAtOnce(
      String anchor, String due, String now, String next) {
    SyncSchedule schedule = new SyncSchedule(UUID.randomUUID(), at(anchor), at(due), null, 0, 0);
    assertThat(schedule.slotAfterBegin(at(now), 10)).isEqualTo(at(next));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "4, 0", "5, 1", "14, 1", "15, 2", "25, 3"})
  void whatIsDueThisMomentIsNotMissed(long seconds, int times) {
    assertThat(due(NOON, 0).missedBy(NOON.plusSeconds(seconds), 10)).isEqualTo(times);
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + "Z");
  }
}
