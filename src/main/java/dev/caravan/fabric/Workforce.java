package dev.caravan.fabric;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether anybody is there to sync fabrics.
 *
 * @param working whether a living node serves every step of a sync
 * @param workerSeen when one that did was there last; null where none ever was
 * @param scheduling whether a living node starts what is due
 * @param schedulerSeen the same of those
 */
record Workforce(
    boolean working,
    @Nullable Instant workerSeen,
    boolean scheduling,
    @Nullable Instant schedulerSeen) {

  /** Who is missing; worker before scheduler. */
  Optional<String> missing() {
    if (!working) {
      return Optional.of("worker");
    }
    return scheduling ? Optional.empty() : Optional.of("scheduler");
  }

  /** Since when nobody is there. */
  @Nullable Instant missingSince() {
    return working ? schedulerSeen : workerSeen;
  }
}
