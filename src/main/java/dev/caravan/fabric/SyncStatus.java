package dev.caravan.fabric;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a fabric stands now; always worked out, never set. */
enum SyncStatus {
  NEVER_SYNCED,
  /** Proved equal, at a commit and resource versions, not longer ago than two intervals. */
  IN_SYNC,
  OUT_OF_SYNC,
  SYNCING,
  ERROR,
  /** What was proved is too long ago, or the last run was overtaken by time or others. */
  STALE,
  /** Nobody is there to do it. */
  NO_WORKER,
  /** A source is empty that was not: nothing is believed and nothing done. */
  SUSPECT_EMPTY,
  NOT_CONFIGURED,
  DISABLED;

  @JsonValue
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
