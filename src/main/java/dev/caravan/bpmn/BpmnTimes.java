package dev.caravan.bpmn;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The times that a timer may wait: ISO-8601, written into the model or as the value of a variable.
 */
public final class BpmnTimes {

  private static final Duration SHORTEST_CYCLE = Duration.ofSeconds(1);
  private static final Pattern CYCLE = Pattern.compile("R[0-9]{0,6}/(P.+)");

  /** Years, months and days depend on the calendar, hours and less do not. */
  private static final Pattern PARTS =
      Pattern.compile("(P(?:\\d{1,9}Y)?(?:\\d{1,9}M)?(?:\\d{1,9}W)?(?:\\d{1,9}D)?)(?:T(.+))?");

  private static final int MOST_YEARS = 100;

  private BpmnTimes() {}

  static Optional<String> durationProblem(String value) {
    return value.contains("{")
        ? BpmnExpression.problem(value)
        : durationValueProblem(value, Instant.EPOCH);
  }

  static Optional<String> cycleProblem(String value) {
    Matcher cycle = CYCLE.matcher(value);
    if (!cycle.matches()) {
      return Optional.of("must be a repeated ISO-8601 duration such as R3/PT10M");
    }
    String duration = cycle.group(1);
    return durationValueProblem(duration, Instant.EPOCH)
        .or(
            () ->
                end(duration, Instant.EPOCH).isBefore(Instant.EPOCH.plus(SHORTEST_CYCLE))
                    ? Optional.of("may not repeat faster than once a second")
                    : Optional.empty());
  }

  static Optional<String> dateProblem(String value) {
    return value.contains("{") ? BpmnExpression.problem(value) : dateValueProblem(value);
  }

  /** What is wrong with a duration that begins now, absent where it may be waited. */
  public static Optional<String> durationValueProblem(String value, Instant now) {
    try {
      Instant end = end(value, now);
      if (!end.isAfter(now)) {
        return Optional.of("must be longer than nothing");
      }
      return end.isAfter(now.atZone(ZoneOffset.UTC).plusYears(MOST_YEARS).toInstant())
          ? Optional.of("must be at most %d years".formatted(MOST_YEARS))
          : Optional.empty();
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.of(
          value.matches("-P.*|P.*-.*")
              ? "must be longer than nothing"
              : "must be an ISO-8601 duration such as PT10M, or a variable in '${…}'");
    }
  }

  /** What is wrong with a time, absent where it is one. */
  public static Optional<String> dateValueProblem(String value) {
    try {
      return date(value).atZone(ZoneOffset.UTC).getYear() > 9999
          ? Optional.of("must be before the year 10000")
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.of("must be an ISO-8601 time with its offset, such as 2030-01-31T08:00:00Z");
    }
  }

  /** When a duration that begins now is over. */
  public static Instant end(String duration, Instant now) {
    Matcher parts = PARTS.matcher(duration);
    if (!parts.matches()) {
      throw new DateTimeException("no duration");
    }
    Period days = parts.group(1).equals("P") ? Period.ZERO : Period.parse(parts.group(1));
    Duration rest = parts.group(2) == null ? Duration.ZERO : Duration.parse("PT" + parts.group(2));
    if (rest.isNegative() || duration.contains("-")) {
      throw new DateTimeException("negative");
    }
    return now.atZone(ZoneOffset.UTC).plus(days).plus(rest).toInstant();
  }

  /** The moment that a time with its offset, or with offset and zone, means. */
  public static Instant date(String value) {
    return ZonedDateTime.parse(value, DateTimeFormatter.ISO_ZONED_DATE_TIME)
        .toInstant()
        .truncatedTo(ChronoUnit.MILLIS);
  }
}
