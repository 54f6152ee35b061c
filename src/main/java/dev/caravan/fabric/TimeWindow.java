package dev.caravan.fabric;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * A time that comes again and again, in UTC.
 *
 * @param cron when it begins: minute, hour, day of the month, month, day of the week
 * @param duration how long it lasts, such as {@code 2h30m}
 */
record TimeWindow(
    @Schema(example = "0 22 * * MON-FRI") String cron, @Schema(example = "6h") String duration) {

  private static final Duration LONGEST = Duration.ofDays(31);

  /** What is wrong with it. */
  static Optional<String> problem(@Nullable String cron, @Nullable String duration) {
    if (cron == null || duration == null) {
      return Optional.of("needs cron and duration");
    }
    try {
      begins(cron);
    } catch (IllegalArgumentException wrong) {
      return Optional.of("cron must have five fields, such as 0 22 * * MON-FRI");
    }
    Optional<Duration> length = length(duration);
    return length.isEmpty() || length.get().isZero() || length.get().compareTo(LONGEST) > 0
        ? Optional.of("duration must be such as 30m, 6h or 1d12h, and no more than 31d")
        : Optional.empty();
  }

  /** Whether it has begun and not yet ended. */
  boolean holds(Instant now) {
    Duration length = length(duration).orElse(Duration.ZERO);
    ZonedDateTime at = now.atZone(ZoneOffset.UTC);
    ZonedDateTime begun = begins(cron).next(at.minus(length));
    return begun != null && !begun.isAfter(at);
  }

  private static CronExpression begins(String cron) {
    if (cron.strip().split("\\s+", -1).length != 5) {
      throw new IllegalArgumentException("not five fields");
    }
    return CronExpression.parse("0 " + cron.strip());
  }

  private static Optional<Duration> length(String text) {
    String upper = text.strip().toUpperCase(Locale.ROOT);
    int days = upper.indexOf('D') + 1;
    String rest = upper.substring(days);
    try {
      return Optional.of(
          Duration.parse("P" + upper.substring(0, days) + (rest.isEmpty() ? "" : "T" + rest)));
    } catch (DateTimeParseException wrong) {
      return Optional.empty();
    }
  }
}
