package dev.caravan.security;

import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Secrets that all nodes share, kept in the database; the first node to need one makes it. */
@Component
class Secrets {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final JdbcClient jdbc;
  private final Clock clock;

  Secrets(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** The secret of that name; where there is none yet, the given one is kept. */
  byte[] getOrKeep(String name, Supplier<byte[]> first) {
    return find(name)
        .orElseGet(
            () -> {
              keepIfAbsent(name, first.get());
              return find(name).orElseThrow();
            });
  }

  Optional<byte[]> find(String name) {
    return jdbc.sql("select value from caravan.secrets where name = :name")
        .param("name", name)
        .query((row, index) -> row.getBytes("value"))
        .optional();
  }

  void keep(String name, byte[] value) {
    jdbc.sql(
            """
            insert into caravan.secrets (name, value, created_at) values (:name, :value, :now)
            on conflict (name) do update set value = :value, created_at = :now
            """)
        .param("name", name)
        .param("value", value)
        .param("now", Timestamp.from(clock.instant()))
        .update();
  }

  private void keepIfAbsent(String name, byte[] value) {
    jdbc.sql(
            """
            insert into caravan.secrets (name, value, created_at) values (:name, :value, :now)
            on conflict (name) do nothing
            """)
        .param("name", name)
        .param("value", value)
        .param("now", Timestamp.from(clock.instant()))
        .update();
  }
}
