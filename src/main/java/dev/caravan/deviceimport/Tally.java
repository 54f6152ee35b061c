package dev.caravan.deviceimport;

import dev.caravan.worker.Step;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Adds up what the writers of a step have done and says it to whoever watches. */
final class Tally implements IntConsumer {

  private final AtomicInteger done;
  private final int total;
  private final Step step;

  Tally(int done, int total, Step step) {
    this.done = new AtomicInteger(done);
    this.total = total;
    this.step = step;
    accept(0);
  }

  @Override
  public void accept(int more) {
    step.progress(Math.min(total, done.addAndGet(more)), total, "objects");
  }
}
