package dev.caravan.fabric;

import dev.caravan.worker.Problem;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Asks before each few requests of a run, however many talk at once, whether it may go on. */
final class ApplyPermit {

  private static final int REQUESTS = 20;
  private static final long NANOS = 250_000_000L;

  private final Runnable check;
  private final LongSupplier nanoTime;
  private int left;
  private long until;
  private @Nullable Problem refused;

  /**
   * Nothing is known yet.
   *
   * @param check throws where it may not
   */
  ApplyPermit(Runnable check, LongSupplier nanoTime) {
    this.check = check;
    this.nanoTime = nanoTime;
  }

  /** What was refused once is refused to all who ask. */
  synchronized void require() {
    if (refused != null) {
      throw refused;
    }
    long now = nanoTime.getAsLong();
    if (left <= 0 || now - until >= 0) {
      try {
        check.run();
      } catch (Problem no) {
        refused = no;
        throw no;
      }
      left = REQUESTS;
      until = now + NANOS;
    }
    left--;
  }
}
