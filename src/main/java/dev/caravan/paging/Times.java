package dev.caravan.paging;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as callers may say them: RFC 3339 with a year of four digits, which every store can hold.
 */
public final class Times {

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private static final Pattern WITH_OFFSET =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)"
              + "(?:[Zz]|([+-])([01]\\d|2[0-3]):([0-5]\\d))");

  private Times() {}

  /** The time that a text says, with any offset; a {@link DateTimeException} where it says none. */
  public static Instant parse(String text) {
    Matcher written = WITH_OFFSET.matcher(text);
    if (!written.matches()) {
      throw new DateTimeException("The time must be one of RFC 3339, with its offset");
    }
    Instant time =
        LocalDateTime.parse(written.group(1).toUpperCase(Locale.ROOT))
            .toInstant(ZoneOffset.UTC)
            .minus(offset(written));
    if (time.isBefore(FIRST) || time.isAfter(LAST)) {
      throw new DateTimeException("The year must be one from 0001 to 9999");
    }
    return time;
  }

  /** Java's own offsets end at 18 hours, those of RFC 3339 at 23:59. */
  private static Duration offset(Matcher written) {
    if (written.group(2) == null) {
      return Duration.ZERO;
    }
    Duration offset =
        Duration.ofHours(Integer.parseInt(written.group(3)))
            .plusMinutes(Integer.parseInt(written.group(4)));
    return written.group(2).equals("-") ? offset.negated() : offset;
  }
}
