package dev.caravan.notification;

import dev.caravan.secret.Confidential;
import dev.caravan.security.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes what is due from the outbox and writes what became of it. A delivery is leased while it is
 * sent, so that nodes do not send it twice and one that dies loses none.
 */
@Component
class DeliveryQueue {

  /** Longer than an attempt can take. */
  private static final Duration LEASE = Duration.ofSeconds(60);

  /** How many are sent to one webhook at the same time: a slow one leaves room for the others. */
  private static final int AT_ONCE_EACH = 3;

  private final JdbcClient jdbc;
  private final Vault vault;
  private final RetryDelays delays;

  DeliveryQueue(JdbcClient jdbc, Vault vault, WebhookSettings settings) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.delays =
        new RetryDelays(
            settings.firstRetry(),
            settings.mostRetry(),
            () -> ThreadLocalRandom.current().nextDouble());
  }

  /** The oldest that are due, leased to the caller. */
  List<DueDelivery> take(int most) {
    UUID lease = UUID.randomUUID();
    return jdbc.sql(
            """
            with candidates as materialized (
              select d.id from caravan.webhooks w
              cross join lateral (
                select p.id from caravan.webhook_deliveries p
                where p.webhook_id = w.id and p.status = 'pending' and p.due_at <= now()
                  and (p.lease_until is null or p.lease_until <= now())
                order by p.due_at
                limit greatest(0, :each - (
                  select count(*) from caravan.webhook_deliveries b
                  where b.webhook_id = w.id and b.status = 'pending' and b.lease_until > now()))
              ) d
              where w.active
            ), taken as materialized (
              select p.id from caravan.webhook_deliveries p
              where p.id in (select id from candidates) and p.status = 'pending'
                and (p.lease_until is null or p.lease_until <= now())
              order by p.due_at limit :most for update skip locked
            )
            update caravan.webhook_deliveries d
            set lease = :lease, lease_until = now() + make_interval(secs => :seconds)
            from taken, caravan.webhooks w
            where d.id = taken.id and w.id = d.webhook_id
            returning d.id, d.lease, d.webhook_id, w.url, w.secret, d.event, d.body, d.attempts
            """)
        .param("each", AT_ONCE_EACH)
        .param("most", most)
        .param("lease", lease)
        .param("seconds", LEASE.toSeconds())
        .query(this::due)
        .list();
  }

  private DueDelivery due(ResultSet row, int index) throws SQLException {
    UUID webhook = row.getObject("webhook_id", UUID.class);
    return new DueDelivery(
        row.getObject("id", UUID.class),
        row.getObject("lease", UUID.class),
        row.getString("url"),
        Confidential.of(vault.open(row.getBytes("secret"), Webhooks.purpose(webhook))),
        row.getString("event"),
        row.getString("body"),
        row.getInt("attempts"));
  }

  void delivered(DueDelivery delivery, int status, String response) {
    jdbc.sql(
            """
            update caravan.webhook_deliveries
            set status = 'delivered', attempts = attempts + 1, response_status = :status,
              response = :response, error = null, ended_at = now(), lease = null, lease_until = null
            where id = :id and lease = :lease
            """)
        .param("status", status)
        .param("response", response)
        .param("id", delivery.id())
        .param("lease", delivery.lease())
        .update();
  }

  /**
   * Not sent now, which is no attempt: due again later, for the last time when it would be given
   * up.
   */
  void putOff(DueDelivery delivery, Duration wait, String why) {
    jdbc.sql(
            """
            update caravan.webhook_deliveries
            set status = case when give_up_at <= now() then 'failed' else 'pending' end,
              ended_at = case when give_up_at <= now() then now() end,
              due_at = least(now() + make_interval(secs => :wait), give_up_at),
              error = :error, lease = null, lease_until = null
            where id = :id and lease = :lease
            """)
        .param("wait", wait.toMillis() / 1000.0)
        .param("error", why)
        .param("id", delivery.id())
        .param("lease", delivery.lease())
        .update();
  }

  /** Due again later, or given up where later would be too late. */
  void failed(
      DueDelivery delivery, @Nullable Integer status, @Nullable String response, String error) {
    Duration wait = delays.after(delivery.attempts() + 1);
    jdbc.sql(
            """
            update caravan.webhook_deliveries
            set status = case when next.due > give_up_at then 'failed' else 'pending' end,
              ended_at = case when next.due > give_up_at then now() end,
              attempts = attempts + 1, due_at = next.due, response_status = :status,
              response = :response, error = :error, lease = null, lease_until = null
            from (select now() + make_interval(secs => :wait) as due) next
            where id = :id and lease = :lease
            """)
        .param("status", status, Types.INTEGER)
        .param("response", response, Types.VARCHAR)
        .param("error", error)
        .param("wait", wait.toMillis() / 1000.0)
        .param("id", delivery.id())
        .param("lease", delivery.lease())
        .update();
  }
}
