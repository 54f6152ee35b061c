package dev.caravan.sandbox.openstack;

import dev.caravan.sandbox.openstack.Identity.User;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The tokens that Keystone gave out. */
final class Tokens {

  private final Clock clock;
  private final Pace pace;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  Tokens(Clock clock, Pace pace) {
    this.clock = clock;
    this.pace = pace;
  }

  /** A new token for the user's project. */
  String issue(User user) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String token = "gAAAAAB" + UUID.randomUUID().toString().replace("-", "");
    Instant expires = clock.instant().plus(pace.settings().tokenLifetime());
    sessions.put(token, new Session(user, user.project(), now, expires));
    return token;
  }

  Optional<Session> session(Optional<String> token) {
    return token
        .flatMap(text -> Optional.ofNullable(sessions.get(text)))
        .filter(session -> clock.instant().isBefore(session.expires()));
  }

  void revoke(String token) {
    sessions.remove(token);
  }

  /** None that was given out is good any more. */
  void expireAll() {
    sessions.clear();
  }
}
