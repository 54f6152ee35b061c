package dev.caravan.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a component is.
 *
 * @param since when it became so
 * @param checkedAt when it was last looked at, null where it never was
 */
record ComponentHealth(Status status, Instant since, String message, @Nullable Instant checkedAt) {

  /** The same component after another look. */
  ComponentHealth after(Finding finding, Instant now) {
    boolean same = finding.status() == status;
    return new ComponentHealth(finding.status(), same ? since : now, finding.message(), now);
  }
}
