package dev.caravan.infrastructure;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Where a deployment stands, and where it may go from there. */
public enum DeploymentStatus {
  PENDING,
  IN_PROGRESS,
  COMPLETED,
  FAILED,
  SCALING,
  CONFIGURING,
  DELETING,
  DELETED;

  /** The statuses that may follow. */
  Set<DeploymentStatus> next() {
    return switch (this) {
      case PENDING -> EnumSet.of(IN_PROGRESS, FAILED);
      case IN_PROGRESS -> EnumSet.of(COMPLETED, FAILED);
      case COMPLETED -> EnumSet.of(SCALING, CONFIGURING, DELETING);
      // A resumed operation goes on where it failed; a repair makes it whole.
      case FAILED -> EnumSet.of(IN_PROGRESS, COMPLETED, SCALING, CONFIGURING, DELETING);
      case SCALING, CONFIGURING -> EnumSet.of(COMPLETED, FAILED);
      case DELETING -> EnumSet.of(DELETED, FAILED);
      case DELETED -> EnumSet.noneOf(DeploymentStatus.class);
    };
  }

  boolean mayBecome(DeploymentStatus other) {
    return other == this || next().contains(other);
  }

  /** The statuses that may become this one. */
  List<DeploymentStatus> before() {
    return Arrays.stream(values()).filter(each -> each.mayBecome(this)).toList();
  }
}
