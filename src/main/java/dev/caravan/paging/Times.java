package dev.caravan.paging;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/**
 * Times as callers may say them: RFC 3339 with a year of four digits, which every store can hold.
 */
public final class Times {

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Times() {}

  /** The time that a text says, with any offset; a {@link DateTimeException} where it says none. */
  public static Instant parse(String text) {
    Instant time = DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
    if (time.isBefore(FIRST) || time.isAfter(LAST)) {
      throw new DateTimeException("The year must be one from 0001 to 9999");
    }
    return time;
  }
}
