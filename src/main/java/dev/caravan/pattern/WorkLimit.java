package dev.caravan.pattern;

import java.util.function.Supplier;

/** Bounds the work of all patterns together that are used to judge one document. */
public final class WorkLimit {

  private static final int MOST_LOOKS = 20_000_000;
  private static final ThreadLocal<WorkLimit> CURRENT = new ThreadLocal<>();

  private int left = MOST_LOOKS;

  private WorkLimit() {}

  /**
   * Does something within one limit for all patterns that it uses.
   *
   * @throws TooMuchWork where they need more
   */
  public static <T> T within(Supplier<T> work) {
    if (CURRENT.get() != null) {
      return work.get();
    }
    CURRENT.set(new WorkLimit());
    try {
      return work.get();
    } finally {
      CURRENT.remove();
    }
  }

  /** That of the work that is under way, or a new one. */
  static WorkLimit current() {
    WorkLimit current = CURRENT.get();
    return current == null ? new WorkLimit() : current;
  }

  boolean spend() {
    return --left >= 0;
  }
}
