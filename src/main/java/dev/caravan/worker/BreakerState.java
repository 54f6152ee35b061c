package dev.caravan.worker;

import java.time.Instant;

/**
 * Whether one address of an outside system is asked.
 *
 * @param since from when on it has not been asked as usual; where it is, that says nothing
 * @param words why it is not asked, for people
 */
public record BreakerState(
    String system, String address, Position position, Instant since, String words) {

  /** As electricians call it. */
  public enum Position {
    /** It is asked. */
    CLOSED(0),
    /** A few calls find out whether it answers again. */
    HALF_OPEN(1),
    /** It is not asked. */
    OPEN(2);

    private final int number;

    Position(int number) {
      this.number = number;
    }

    /** The metric's value. */
    int number() {
      return number;
    }
  }

  public boolean closed() {
    return position == Position.CLOSED;
  }
}
