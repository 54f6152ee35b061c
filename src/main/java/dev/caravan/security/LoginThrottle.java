package dev.caravan.security;

import dev.caravan.failure.RetryableFailure;
import dev.caravan.storage.Rows;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Slows down guessing of passwords: few tries for one user from one address, more for one address,
 * many for one user from all addresses where the user has never logged in; counted in the database
 * so that all nodes count together. A user cannot be locked out by others: what strangers try, from
 * elsewhere or from the same address, does not count where the user is known.
 */
@Component
class LoginThrottle {

  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int TRIES_FOR_A_USER = 5;
  private static final int TRIES_FROM_AN_ADDRESS = 50;
  private static final int TRIES_OF_STRANGERS = 200;
  private static final Duration KNOWN_FOR = Duration.ofDays(90);
  private static final int SITE_BYTES = 8;

  private final JdbcClient jdbc;
  private final Clock clock;

  LoginThrottle(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Counts a try before its password is looked at, so that tries in parallel count too. */
  @Transactional(noRollbackFor = RetryableFailure.class)
  public void countTry(String username, String address) {
    Instant now = clock.instant();
    jdbc.sql("delete from caravan.failed_logins where window_ends_at <= :now")
        .param("now", Timestamp.from(now))
        .update();
    boolean known = isKnown(username, address);
    count(fromAddress(address), known ? Integer.MAX_VALUE : TRIES_FROM_AN_ADDRESS, now);
    count(ofUser(username, address), TRIES_FOR_A_USER, now);
    if (!known) {
      count(ofStrangers(username), TRIES_OF_STRANGERS, now);
    }
  }

  /** Whether the user has logged in from there before. */
  public boolean isKnown(String username, String address) {
    return jdbc.sql(
            """
            select exists (
              select from caravan.failed_logins where subject = :subject and window_ends_at > :now)
            """)
        .param("subject", known(username, address))
        .param("now", Timestamp.from(clock.instant()))
        .query(Boolean.class)
        .single();
  }

  private void count(String subject, int most, Instant now) {
    Tries tries =
        jdbc.sql(
                """
                insert into caravan.failed_logins as f (subject, failures, window_ends_at)
                values (:subject, 1, :ends)
                on conflict (subject) do update set failures = f.failures + 1
                returning failures, window_ends_at
                """)
            .param("subject", subject)
            .param("ends", Timestamp.from(now.plus(WINDOW)))
            .query((row, i) -> new Tries(row.getInt("failures"), Rows.time(row, "window_ends_at")))
            .single();
    if (tries.failures() > most) {
      throw RetryableFailure.rateLimit(
          "Too many failed log-ins: try again later", Duration.between(now, tries.windowEndsAt()));
    }
  }

  private record Tries(int failures, Instant windowEndsAt) {}

  /** A try that was right is no failure. */
  @Transactional
  public void forgive(String username, String address) {
    uncount(fromAddress(address));
    jdbc.sql("delete from caravan.failed_logins where subject = :subject")
        .param("subject", ofUser(username, address))
        .update();
    if (!isKnown(username, address)) {
      uncount(ofStrangers(username));
    }
    jdbc.sql(
            """
            insert into caravan.failed_logins as f (subject, failures, window_ends_at)
            values (:subject, 0, :ends)
            on conflict (subject) do update set window_ends_at = excluded.window_ends_at
            """)
        .param("subject", known(username, address))
        .param("ends", Timestamp.from(clock.instant().plus(KNOWN_FOR)))
        .update();
  }

  private void uncount(String subject) {
    jdbc.sql("update caravan.failed_logins set failures = failures - 1 where subject = :subject")
        .param("subject", subject)
        .update();
  }

  private static String fromAddress(String address) {
    return "address " + network(address);
  }

  private static String ofUser(String username, String address) {
    return "user " + username.toLowerCase(Locale.ROOT) + " from " + network(address);
  }

  private static String ofStrangers(String username) {
    return "user " + username.toLowerCase(Locale.ROOT) + " from elsewhere";
  }

  private static String known(String username, String address) {
    return "known " + username.toLowerCase(Locale.ROOT) + " from " + network(address);
  }

  /** A site has 2^64 addresses of IPv6 to call from: they count as one. */
  private static String network(String address) {
    if (!address.contains(":")) {
      return address;
    }
    try {
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return bytes.length < SITE_BYTES * 2
          ? InetAddress.getByAddress(bytes).getHostAddress()
          : HexFormat.of().formatHex(bytes, 0, SITE_BYTES) + "/64";
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
