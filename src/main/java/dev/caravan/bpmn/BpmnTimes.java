package dev.caravan.bpmn;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The times that a timer may wait: ISO-8601 constants, or a variable that holds one. */
final class BpmnTimes {

  private static final Duration SHORTEST_CYCLE = Duration.ofSeconds(1);
  private static final Pattern CYCLE = Pattern.compile("R[0-9]{0,6}/(P.+)");

  private BpmnTimes() {}

  static Optional<String> durationProblem(String value) {
    return value.contains("{") ? BpmnExpression.problem(value) : isoDurationProblem(value);
  }

  static Optional<String> cycleProblem(String value) {
    Matcher cycle = CYCLE.matcher(value);
    if (!cycle.matches()) {
      return Optional.of("must be a repeated ISO-8601 duration such as R3/PT10M");
    }
    String duration = cycle.group(1);
    return isoDurationProblem(duration)
        .or(
            () ->
                duration.startsWith("PT") && Duration.parse(duration).compareTo(SHORTEST_CYCLE) < 0
                    ? Optional.of("may not repeat faster than once a second")
                    : Optional.empty());
  }

  static Optional<String> dateProblem(String value) {
    if (value.contains("{")) {
      return BpmnExpression.problem(value);
    }
    try {
      OffsetDateTime.parse(value);
      return Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.of("must be an ISO-8601 time with its offset, such as 2030-01-31T08:00:00Z");
    }
  }

  private static Optional<String> isoDurationProblem(String value) {
    try {
      boolean positive =
          value.contains("T")
              ? Duration.parse(value).compareTo(Duration.ZERO) > 0
              : !Period.parse(value).isZero();
      return positive && !value.contains("-")
          ? Optional.empty()
          : Optional.of("must be longer than nothing");
    } catch (DateTimeParseException e) {
      return Optional.of("must be an ISO-8601 duration such as PT10M, or a variable in '${…}'");
    }
  }
}
