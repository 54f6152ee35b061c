package dev.caravan.openstack;

import static java.util.Objects.requireNonNull;

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
  private final Map<String, Failed> failed = new HashMap<>();

  /** The last log-in that failed, numbered so that whoever waited for it knows that it did. */
  private record Failed(long number, RuntimeException why) {}

  CloudTokens(Clock clock) {
    this.clock = clock;
  }

  /**
   * A token that is good; empty when the caller is to log in, while all others wait. When that
   * log-in fails, it has failed for all who waited: none of them tries it again in turn.
   */
  synchronized Optional<Token> of(String cloud) throws InterruptedException {
    long before = failures(cloud);
    while (true) {
      if (failures(cloud) > before) {
        throw requireNonNull(failed.get(cloud)).why();
      }
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

  private long failures(String cloud) {
    Failed last = failed.get(cloud);
    return last == null ? 0 : last.number();
  }

  /** The log-in has gone well. */
  synchronized void loggedIn(String cloud, Token token) {
    loggingIn.remove(cloud);
    known.put(cloud, token);
    notifyAll();
  }

  /** The log-in has failed, wherever it did. */
  synchronized void notLoggedIn(String cloud, RuntimeException why) {
    loggingIn.remove(cloud);
    failed.put(cloud, new Failed(failures(cloud) + 1, why));
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
