package dev.caravan.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The answer that a thread writes. Once its caller does not read on, the thread waits only while it
 * holds one of the few places for that, and not for ever; else the connection is given up.
 */
final class AnswerWait implements AutoCloseable {

  private static final long PATIENCE_MILLIS = 250;
  private static final ThreadLocal<AnswerWait> CURRENT = new ThreadLocal<>();

  private final HttpServletRequest request;
  private final AnswerLimits limits;
  private @Nullable Semaphore held;
  private long begunAt;

  private AnswerWait(HttpServletRequest request, AnswerLimits limits) {
    this.request = request;
    this.limits = limits;
  }

  /** This thread begins to answer. */
  static AnswerWait begin(HttpServletRequest request, AnswerLimits limits) {
    AnswerWait wait = new AnswerWait(request, limits);
    CURRENT.set(wait);
    return wait;
  }

  /** What this thread answers; null where it answers no request that was understood. */
  static @Nullable AnswerWait current() {
    return CURRENT.get();
  }

  /** Before the thread waits for the caller to read on. */
  void goOn() throws IOException {
    if (held == null) {
      held = place(limits.placesOf(request));
      begunAt = System.nanoTime();
    } else if (System.nanoTime() - begunAt > limits.time().toNanos()) {
      throw new IOException("The caller read its answer too slowly");
    }
  }

  private static Semaphore place(Semaphore places) throws IOException {
    try {
      if (places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        return places;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IOException("Too many callers do not read their answers");
  }

  @Override
  public void close() {
    CURRENT.remove();
    if (held != null) {
      held.release();
      held = null;
    }
  }
}
