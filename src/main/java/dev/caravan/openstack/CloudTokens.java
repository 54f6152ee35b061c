package dev.caravan.openstack;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The tokens of the clouds: used again until shortly before they expire, one log-in at a time. */
@Component
class CloudTokens {

  private static final Duration MARGIN = Duration.ofMinutes(1);

  /** A log-in that nobody has heard of for so long is taken over. */
  private static final Duration LOG_IN = Duration.ofSeconds(30);

  private final Clock clock;
  private final Map<String, Token> known = new HashMap<>();
  private final Map<String, Instant> loggingIn = new HashMap<>();

  CloudTokens(Clock clock) {
    this.clock = clock;
  }

  /** A token that is good; empty when the caller is to log in, while all others wait. */
  synchronized Optional<Token> of(String cloud) throws InterruptedException {
    while (true) {
      Token token = known.get(cloud);
      Instant now = clock.instant();
      if (token != null && token.expires().isAfter(now.plus(MARGIN))) {
        return Optional.of(token);
      }
      Instant since = loggingIn.get(cloud);
      if (since == null || since.plus(LOG_IN).isBefore(now)) {
        loggingIn.put(cloud, now);
        return Optional.empty();
      }
      wait(1_000);
    }
  }

  /** The log-in has ended, well or not. */
  synchronized void loggedIn(String cloud, Optional<Token> token) {
    loggingIn.remove(cloud);
    token.ifPresent(good -> known.put(cloud, good));
    notifyAll();
  }

  /** A service did not take it; unless somebody has got a newer one meanwhile it is forgotten. */
  synchronized void refused(String cloud, String id) {
    Token token = known.get(cloud);
    if (token != null && Objects.equals(token.id(), id)) {
      known.remove(cloud);
    }
  }
}
