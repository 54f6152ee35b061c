package dev.caravan.worker;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lets the next attempt wait as long as the answer's Retry-After says (RFC 9110, section 10.2.3:
 * seconds or a date), to a limit; route configurations name it at {@code onExceptionOccurredRef}.
 * The {@link Place} of the exchange, where it has one, is told of the answer.
 */
@Component
class RetryAfter implements Processor {

  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Clock clock;

  RetryAfter(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void process(Exchange exchange) {
    exchange.getMessage().removeHeader(Exchange.REDELIVERY_DELAY);
    Optional<HttpOperationFailedException> answer = OutsideAnswer.of(exchange);
    if (answer.isPresent() && exchange.getProperty("place") instanceof Place place) {
      place.heard(answer.get().getStatusCode());
    }
    answer
        .flatMap(each -> asked(each.getResponseHeaders()))
        .ifPresent(
            wait -> exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, wait.toMillis()));
  }

  /**
   * Whether there is time for another attempt: the exchange's property {@code giveUpAt}, an
   * instant, is not over when the wait is that the answer asks for.
   */
  public boolean inTime(Exchange exchange) {
    Instant end = exchange.getProperty("giveUpAt", clock.instant(), Instant.class);
    Duration wait =
        OutsideAnswer.of(exchange)
            .flatMap(answer -> asked(answer.getResponseHeaders()))
            .orElse(Duration.ZERO);
    return clock.instant().plus(wait).isBefore(end);
  }

  private Optional<Duration> asked(@Nullable Map<String, String> headers) {
    if (headers == null) {
      return Optional.empty();
    }
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
        .findFirst()
        .flatMap(header -> wait(header.getValue().strip()))
        .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait)
        .filter(wait -> !wait.isNegative());
  }

  private Optional<Duration> wait(String value) {
    try {
      return Optional.of(
          value.chars().allMatch(Character::isDigit)
              ? Duration.ofSeconds(Long.parseLong(value))
              : Duration.between(
                  clock.instant(),
                  ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant()));
    } catch (DateTimeException | NumberFormatException unreadable) {
      return Optional.empty();
    }
  }
}
