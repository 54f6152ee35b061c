package dev.caravan.fabric;

import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Judges whether what a run meant to do is still to be done: others and time go on meanwhile. */
@Component
class Plans {

  private final FabricStore fabrics;
  private final SyncRunStore runs;
  private final Clusters clusters;
  private final FabricProperties properties;
  private final Clock clock;

  Plans(
      FabricStore fabrics,
      SyncRunStore runs,
      Clusters clusters,
      FabricProperties properties,
      Clock clock) {
    this.fabrics = fabrics;
    this.runs = runs;
    this.clusters = clusters;
    this.properties = properties;
    this.clock = clock;
  }

  /** Ends a run that may not do, or not any more, what it was going to do. */
  void require(SyncRun run) {
    outdated(run)
        .or(() -> run.dryRun() ? Optional.empty() : forbidden(run))
        .ifPresent(
            why -> {
              throw SyncTrouble.of(
                  SyncTrouble.OUTDATED,
                  why + "; what is left of the plan is not carried out, and all is compared anew");
            });
  }

  /** Why what a run has looked at says nothing any more; empty where it still does. */
  Optional<String> outdated(SyncRun run) {
    Fabric fabric = fabrics.find(run.fabricId()).orElse(null);
    if (fabric == null) {
      return Optional.of("The fabric was deleted");
    }
    if (runs.find(run.id()).map(SyncRun::ended).orElse(true)) {
      return Optional.of("The run has ended");
    }
    Plan plan = runs.plan(run.id()).orElse(null);
    if (plan == null) {
      return Optional.of("Nobody knows when the cluster was listed");
    }
    if (plan.version() != fabric.version()) {
      return Optional.of(
          "The fabric was changed after it was compared (version %d, now %d)"
              .formatted(plan.version(), fabric.version()));
    }
    String place = clusters.of(fabric).place();
    if (!plan.place().equals(place)) {
      return Optional.of("The cluster is %s now and was %s".formatted(place, plan.place()));
    }
    return plan.age().compareTo(properties.planHoldsFor()) > 0
        ? Optional.of(
            "The cluster was listed %d s ago, and what is found holds for %d s"
                .formatted(plan.age().toSeconds(), properties.planHoldsFor().toSeconds()))
        : Optional.empty();
  }

  private Optional<String> forbidden(SyncRun run) {
    return fabrics.require(run.fabricId()).mayApply(clock.instant())
        ? Optional.empty()
        : Optional.of("Policy, windows and blackouts let nothing be changed any more");
  }
}
