package dev.caravan.notification;

import dev.caravan.paging.Cursor;
import dev.caravan.paging.Page;
import dev.caravan.paging.PageRequest;
import dev.caravan.paging.ReadRow;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of webhooks. */
@Component
class WebhookStore {

  private final JdbcClient jdbc;

  WebhookStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Webhook> find(UUID id) {
    return jdbc.sql("select * from caravan.webhooks where id = :id")
        .param("id", id)
        .query(ReadRow.one(WebhookStore::read, "webhook"))
        .optional();
  }

  /** The oldest first. */
  Page<Webhook> list(PageRequest page) {
    Optional<Cursor> after = page.after();
    var rows =
        jdbc.sql(
                """
                select * from caravan.webhooks
                where cast(:at as timestamptz) is null or (created_at, id) > (:at, cast(:id as uuid))
                order by created_at, id limit :limit
                """)
            .param("at", after.map(it -> it.instant(0).atOffset(ZoneOffset.UTC)).orElse(null))
            .param("id", after.map(it -> it.uuid(1)).orElse(null))
            .param("limit", page.rowsToRead())
            .query(ReadRow.each(WebhookStore::read, "id", WebhookStore::key))
            .list();
    return Page.of(rows, page);
  }

  Webhook insert(
      UUID id,
      String url,
      byte[] secret,
      List<WebhookEvent> events,
      @Nullable List<String> workflows,
      boolean active,
      String by) {
    return jdbc.sql(
            """
            insert into caravan.webhooks (id, url, secret, events, workflows, active, created_by)
            values (:id, :url, :secret, string_to_array(:events, ','), string_to_array(:workflows, ','), :active, :by)
            returning *
            """)
        .param("id", id)
        .param("url", url)
        .param("secret", secret)
        .param("events", joined(events))
        .param("workflows", joinedOrNull(workflows), Types.VARCHAR)
        .param("active", active)
        .param("by", by)
        .query(WebhookStore::read)
        .single();
  }

  /** Writes a changed webhook; absent where the row has become another version meanwhile. */
  Optional<Webhook> update(
      Webhook webhook,
      String url,
      byte @Nullable [] newSecret,
      List<WebhookEvent> events,
      @Nullable List<String> workflows,
      boolean active) {
    return jdbc.sql(
            """
            update caravan.webhooks
            set url = :url, secret = coalesce(:secret, secret), events = string_to_array(:events, ','),
              workflows = string_to_array(:workflows, ','), active = :active, version = version + 1, updated_at = now()
            where id = :id and version = :version returning *
            """)
        .param("url", url)
        .param("secret", newSecret, Types.BINARY)
        .param("events", joined(events))
        .param("workflows", joinedOrNull(workflows), Types.VARCHAR)
        .param("active", active)
        .param("id", webhook.id())
        .param("version", webhook.version())
        .query(WebhookStore::read)
        .optional();
  }

  boolean delete(Webhook webhook) {
    return jdbc.sql("delete from caravan.webhooks where id = :id and version = :version")
            .param("id", webhook.id())
            .param("version", webhook.version())
            .update()
        == 1;
  }

  /** Those that are told of an event of a workflow. */
  List<UUID> toldOf(WebhookEvent event, String workflow) {
    return jdbc.sql(
            """
            select id from caravan.webhooks
            where active and :event = any (events) and (workflows is null or :workflow = any (workflows))
            """)
        .param("event", event.label())
        .param("workflow", workflow)
        .query(UUID.class)
        .list();
  }

  /** Names that no workflow has, and never had. */
  List<String> unknownAmong(List<String> workflows) {
    return workflows.stream()
        .filter(
            name ->
                !jdbc.sql("select exists (select 1 from public.act_re_procdef where key_ = :name)")
                    .param("name", name)
                    .query(Boolean.class)
                    .single())
        .toList();
  }

  private static @Nullable String joinedOrNull(@Nullable List<String> names) {
    return names == null ? null : String.join(",", names);
  }

  private static String joined(List<WebhookEvent> events) {
    return events.stream().distinct().map(WebhookEvent::label).collect(Collectors.joining(","));
  }

  private static Cursor key(ResultSet row) throws SQLException {
    return Cursor.of(Rows.time(row, "created_at"), row.getObject("id"));
  }

  private static Webhook read(ResultSet row, int index) throws SQLException {
    return new Webhook(
        row.getObject("id", UUID.class),
        row.getString("url"),
        Rows.texts(row, "events").stream().map(WebhookEvent::of).toList(),
        row.getArray("workflows") == null ? null : Rows.texts(row, "workflows"),
        row.getBoolean("active"),
        row.getInt("version"),
        row.getString("created_by"),
        Rows.time(row, "created_at"),
        Rows.time(row, "updated_at"));
  }
}
