package dev.caravan.notification;

import dev.caravan.paging.Cursor;
import dev.caravan.paging.Page;
import dev.caravan.paging.PageRequest;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The outbox as people see it and write into it; {@link DeliveryQueue} empties it. */
@Component
class DeliveryStore {

  private final JdbcClient jdbc;
  private final WebhookSettings settings;

  DeliveryStore(JdbcClient jdbc, WebhookSettings settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  /**
   * Adds a delivery, due at once.
   *
   * @param onceKey what is told once to a webhook; null for what may be told again
   */
  void insert(
      UUID id,
      UUID webhook,
      WebhookEvent event,
      UUID process,
      String body,
      @Nullable String onceKey) {
    jdbc.sql(
            """
            insert into caravan.webhook_deliveries
              (id, webhook_id, event, process_id, body, give_up_at, once_key)
            select :id, w.id, :event, :process, :body, now() + make_interval(secs => :seconds), :once
            from caravan.webhooks w where w.id = :webhook
            on conflict (webhook_id, once_key) do nothing
            """)
        .param("id", id)
        .param("webhook", webhook)
        .param("event", event.label())
        .param("process", process)
        .param("body", body)
        .param("seconds", settings.giveUpAfter().toSeconds())
        .param("once", onceKey)
        .update();
  }

  /** The newest first. */
  Page<Delivery> list(UUID webhook, PageRequest page) {
    Optional<Cursor> after = page.after();
    List<Delivery> rows =
        jdbc.sql(
                """
                select * from caravan.webhook_deliveries
                where webhook_id = :webhook
                  and (cast(:at as timestamptz) is null or (created_at, id) < (:at, cast(:id as uuid)))
                order by created_at desc, id desc limit :limit
                """)
            .param("webhook", webhook)
            .param("at", after.map(it -> it.instant(0).atOffset(ZoneOffset.UTC)).orElse(null))
            .param("id", after.map(it -> it.uuid(1)).orElse(null))
            .param("limit", page.rowsToRead())
            .query(DeliveryStore::read)
            .list();
    return Page.of(rows, page, delivery -> Cursor.of(delivery.createdAt(), delivery.id()));
  }

  /** Makes a delivery due again, as if it were new; one that is being sent is sent once more. */
  Optional<Delivery> renew(UUID webhook, UUID delivery) {
    return jdbc.sql(
            """
            update caravan.webhook_deliveries
            set status = 'pending', attempts = 0, due_at = now(), ended_at = null, lease = null,
              lease_until = null, give_up_at = now() + make_interval(secs => :seconds)
            where id = :id and webhook_id = :webhook returning *
            """)
        .param("seconds", settings.giveUpAfter().toSeconds())
        .param("id", delivery)
        .param("webhook", webhook)
        .query(DeliveryStore::read)
        .optional();
  }

  /** Forgets deliveries that ended long ago. */
  int forgetOld() {
    return jdbc.sql(
            """
            delete from caravan.webhook_deliveries
            where ended_at < now() - make_interval(secs => :seconds)
            """)
        .param("seconds", settings.kept().toSeconds())
        .update();
  }

  private static Delivery read(ResultSet row, int index) throws SQLException {
    String status = row.getString("status");
    return new Delivery(
        row.getObject("id", UUID.class),
        row.getObject("webhook_id", UUID.class),
        row.getString("event"),
        row.getObject("process_id", UUID.class),
        status,
        row.getInt("attempts"),
        row.getObject("response_status", Integer.class),
        row.getString("response"),
        row.getString("error"),
        status.equals("pending") ? Rows.timeOrNull(row, "due_at") : null,
        Rows.time(row, "created_at"),
        Rows.timeOrNull(row, "ended_at"));
  }
}
