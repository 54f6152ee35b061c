package dev.caravan.infrastructure;

import static dev.caravan.infrastructure.DeploymentStatus.COMPLETED;
import static dev.caravan.infrastructure.DeploymentStatus.CONFIGURING;
import static dev.caravan.infrastructure.DeploymentStatus.DELETED;
import static dev.caravan.infrastructure.DeploymentStatus.DELETING;
import static dev.caravan.infrastructure.DeploymentStatus.FAILED;
import static dev.caravan.infrastructure.DeploymentStatus.IN_PROGRESS;
import static dev.caravan.infrastructure.DeploymentStatus.PENDING;
import static dev.caravan.infrastructure.DeploymentStatus.SCALING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which status may follow which: written here apart from the code that decides. */
class DeploymentStatusTest {

  private static final Map<DeploymentStatus, Set<DeploymentStatus>> NEXT =
      Map.of(
          PENDING, Set.of(IN_PROGRESS, FAILED),
          IN_PROGRESS, Set.of(COMPLETED, FAILED),
          COMPLETED, Set.of(SCALING, CONFIGURING, DELETING),
          FAILED, Set.of(IN_PROGRESS, COMPLETED, SCALING, CONFIGURING, DELETING),
          SCALING, Set.of(COMPLETED, FAILED),
          CONFIGURING, Set.of(COMPLETED, FAILED),
          DELETING, Set.of(DELETED, FAILED),
          DELETED, Set.of());

  @Test
  void everyTransitionIsAllowedOrNotAsWrittenHere() {
    for (DeploymentStatus from : DeploymentStatus.values()) {
      for (DeploymentStatus to : DeploymentStatus.values()) {
        boolean allowed = from == to || NEXT.getOrDefault(from, Set.of()).contains(to);
        assertThat(from.mayBecome(to)).as(from + " to " + to).isEqualTo(allowed);
      }
    }
  }
}
