package dev.caravan.fabric;

import dev.caravan.git.FetchWatch;
import dev.caravan.worker.Step;

/** A step that fetches: it stops with the step, and comes back where others fetch the same. */
record StepFetch(Step step) implements FetchWatch {

  @Override
  public void received(long done, long total) {
    // A run is over before anybody could read that.
  }

  @Override
  public boolean wanted() {
    return step.held();
  }

  @Override
  public boolean comesBack() {
    return true;
  }
}
