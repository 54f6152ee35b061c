package dev.caravan.fabric;

import dev.caravan.worker.Step;
import org.springframework.stereotype.Component;

/** What steps of a sync begin with: the run that they work for, and what its fabric is made of. */
@Component
class RunningSyncs {

  private final FabricStore fabrics;
  private final KindStore kinds;
  private final SyncRunStore runs;
  private final Clusters clusters;

  RunningSyncs(FabricStore fabrics, KindStore kinds, SyncRunStore runs, Clusters clusters) {
    this.fabrics = fabrics;
    this.kinds = kinds;
    this.runs = runs;
    this.clusters = clusters;
  }

  /** A run that was given up is not gone on with, whoever brings its process back. */
  SyncRun require(Step step) {
    SyncRun run = runs.require(step);
    if (run.ended()) {
      throw SyncTrouble.of("OVER", "The run has ended before; sync again instead");
    }
    return run;
  }

  /** What was listed for a fabric that is another one by now says nothing of it. */
  void requireUnchanged(Fabric fabric) {
    if (fabrics.require(fabric.id()).version() != fabric.version()) {
      throw SyncTrouble.of(
          "CHANGED", "The fabric was changed while it was compared; the next run looks at it anew");
    }
  }

  /** The fabric as this run treats it. */
  Fabric fabric(SyncRun run) {
    Fabric fabric = fabrics.require(run.fabricId());
    return run.selfHeal() ? fabric.healing() : fabric;
  }

  /** What is to be listed. */
  Listing listing(Step step) {
    Fabric fabric = fabric(require(step));
    return new Listing(fabric, clusters.of(fabric), runs.now(), kinds.of(fabric.id()));
  }
}
