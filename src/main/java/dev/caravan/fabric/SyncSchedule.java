package dev.caravan.fabric;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When a fabric is due, and which run holds it.
 *
 * @param anchor runs are due at this time and every interval after it
 * @param nextDue null where nothing is scheduled
 * @param missed runs that fell due since the last one began and were not begun
 * @param failures runs in a row that failed
 */
record SyncSchedule(
    UUID fabricId,
    Instant anchor,
    @Nullable Instant nextDue,
    @Nullable UUID runId,
    int missed,
    int failures) {

  /** Of a fabric that is not scheduled yet. */
  static SyncSchedule none(Fabric fabric) {
    return new SyncSchedule(fabric.id(), fabric.createdAt(), null, null, 0, 0);
  }

  private static final Duration MOMENT = Duration.ofSeconds(5);
  private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(1);

  /** The first time after now that is due by the clock. */
  Instant slotAfter(Instant now, int intervalSeconds) {
    long interval = intervalSeconds * 1000L;
    long since = now.toEpochMilli() - anchor.toEpochMilli();
    return anchor.plusMillis((Math.floorDiv(since, interval) + 1) * interval);
  }

  /**
   * The due time after a run that begins now. One that was due out of turn, as a new fabric's
   * first, stands for a slot that follows at once.
   */
  Instant slotAfterBegin(Instant now, int intervalSeconds) {
    long interval = intervalSeconds * 1000L;
    Instant due = nextDue;
    boolean inTurn =
        due == null
            || due.isAfter(now)
            || Math.floorMod(due.toEpochMilli() - anchor.toEpochMilli(), interval) == 0;
    return slotAfter(inTurn ? now : now.plusMillis(interval / 2), intervalSeconds);
  }

  /** How many runs are due and were not begun in time: what is due this moment is not missed. */
  int missedBy(Instant now, int intervalSeconds) {
    return dueBy(now.minus(MOMENT), intervalSeconds);
  }

  /** How many runs are due at this time; they become one. */
  int dueBy(Instant now, int intervalSeconds) {
    Instant due = nextDue;
    return due == null || due.isAfter(now)
        ? 0
        : Math.toIntExact(Duration.between(due, now).toSeconds() / intervalSeconds) + 1;
  }

  /** The due time after so many failures: later and later, but not much. */
  Instant slotAfterFailures(Instant now, int intervalSeconds) {
    Duration interval = Duration.ofSeconds(intervalSeconds);
    Duration most = interval.compareTo(LONGEST_BACK_OFF) > 0 ? interval : LONGEST_BACK_OFF;
    Duration wait = interval.multipliedBy(1L << Math.min(Math.max(0, failures - 1), 10));
    Duration held = wait.compareTo(most) > 0 ? most : wait;
    return slotAfter(now.plus(held).minus(interval), intervalSeconds);
  }
}
