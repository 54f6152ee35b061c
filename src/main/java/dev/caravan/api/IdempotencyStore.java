package dev.caravan.api;

import dev.caravan.storage.Rows;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of idempotency keys. */
@Component
class IdempotencyStore {

  /** Far longer than any call takes; after it the node that made the call is taken for dead. */
  private static final Duration LEASE = Duration.ofSeconds(60);

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Duration kept;

  IdempotencyStore(JdbcClient jdbc, Clock clock, ApiSettings settings) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.kept = settings.idempotencyKept();
  }

  /** Reserves a key for a call, or says why that cannot be. */
  Reservation reserve(String caller, String key, byte[] fingerprint) {
    UUID owner = UUID.randomUUID();
    Instant now = clock.instant();
    int reserved =
        jdbc.sql(
                """
                insert into caravan.idempotency_keys as k
                  (caller, key, fingerprint, owner, lease_until, created_at)
                values (:caller, :key, :fingerprint, :owner, :lease, :now)
                on conflict (caller, key) do update
                  set owner = excluded.owner, lease_until = excluded.lease_until,
                    fingerprint = excluded.fingerprint, created_at = excluded.created_at,
                    process_id = null, status = null, location = null, entity_tag = null,
                    content_type = null, body = null
                  where k.created_at < :oldest
                    or (k.status is null and k.process_id is null and k.lease_until < :now
                        and k.fingerprint = excluded.fingerprint)
                """)
            .param("caller", caller)
            .param("key", key)
            .param("fingerprint", fingerprint)
            .param("owner", owner)
            .param("lease", Timestamp.from(now.plus(LEASE)))
            .param("now", Timestamp.from(now))
            .param("oldest", Timestamp.from(now.minus(kept)))
            .update();
    return reserved == 1 ? new Reservation.Granted(owner) : standing(caller, key, fingerprint, now);
  }

  private Reservation standing(String caller, String key, byte[] fingerprint, Instant now) {
    Optional<Reservation> found =
        jdbc.sql("select * from caravan.idempotency_keys where caller = :caller and key = :key")
            .param("caller", caller)
            .param("key", key)
            .query((row, index) -> read(row, fingerprint, now))
            .optional();
    // Released since: the caller may try again at once.
    return found.orElseGet(Reservation.UnderWay::new);
  }

  private static Reservation read(ResultSet row, byte[] fingerprint, Instant now)
      throws SQLException {
    if (!MessageDigest.isEqual(row.getBytes("fingerprint"), fingerprint)) {
      return new Reservation.OtherCall();
    }
    int status = row.getInt("status");
    if (!row.wasNull()) {
      return new Reservation.Answered(
          new KeptAnswer(
              status,
              row.getString("location"),
              row.getString("entity_tag"),
              row.getString("content_type"),
              row.getString("body")));
    }
    UUID process = row.getObject("process_id", UUID.class);
    boolean dead = Rows.time(row, "lease_until").isBefore(now);
    return process != null && dead ? new Reservation.Started(process) : new Reservation.UnderWay();
  }

  /**
   * Notes what the call has started, in the transaction that starts it; false where the call took
   * so long that another one has taken its place.
   */
  boolean noteProcess(UUID owner, UUID processId) {
    return jdbc.sql(
                """
                update caravan.idempotency_keys set process_id = coalesce(process_id, :process)
                where owner = :owner
                """)
            .param("process", processId)
            .param("owner", owner)
            .update()
        == 1;
  }

  void finish(UUID owner, KeptAnswer answer) {
    jdbc.sql(
            """
            update caravan.idempotency_keys
            set status = :status, location = :location, entity_tag = :tag,
              content_type = :type, body = :body
            where owner = :owner
            """)
        .param("status", answer.status())
        .param("location", answer.location(), Types.VARCHAR)
        .param("tag", answer.entityTag(), Types.VARCHAR)
        .param("type", answer.contentType(), Types.VARCHAR)
        .param("body", answer.body())
        .param("owner", owner)
        .update();
  }

  /** Gives a key back after a call that did not succeed, so that it can be made again. */
  void release(UUID owner) {
    jdbc.sql("delete from caravan.idempotency_keys where owner = :owner and process_id is null")
        .param("owner", owner)
        .update();
    // The process stands although its answer failed: from now on the process is the answer.
    jdbc.sql("update caravan.idempotency_keys set lease_until = created_at where owner = :owner")
        .param("owner", owner)
        .update();
  }

  int forgetOld() {
    return jdbc.sql("delete from caravan.idempotency_keys where created_at < :oldest")
        .param("oldest", Timestamp.from(clock.instant().minus(kept)))
        .update();
  }
}
