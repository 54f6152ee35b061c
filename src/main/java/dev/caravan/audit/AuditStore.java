package dev.caravan.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.paging.Cursor;
import dev.caravan.paging.Page;
import dev.caravan.paging.PageBytes;
import dev.caravan.paging.PageRequest;
import dev.caravan.paging.ReadRow;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of what happened. */
@Component
class AuditStore {

  private static final TypeReference<Map<String, Object>> DETAILS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  AuditStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  void append(NewEntry entry) {
    jdbc.sql(
            """
            insert into caravan.audit
              (at, actor, actor_kind, action, object_type, object_id, outcome, status, request_id,
               remote_address, details)
            values
              (:at, :actor, :kind, :action, :object_type, :object_id, :outcome, :status,
               :request_id, :address, :details::jsonb)
            """)
        .param("at", Timestamp.from(entry.at()))
        .param("actor", entry.actor())
        .param("kind", entry.actorKind().label())
        .param("action", entry.action())
        .param("object_type", entry.objectType(), Types.VARCHAR)
        .param("object_id", entry.objectId(), Types.VARCHAR)
        .param("outcome", entry.outcome().label())
        .param("status", entry.status(), Types.INTEGER)
        .param("request_id", entry.requestId(), Types.VARCHAR)
        .param("address", entry.remoteAddress(), Types.VARCHAR)
        .param("details", written(entry.details()))
        .update();
  }

  /** The latest first. */
  Page<AuditEntry> list(AuditFilter filter, PageRequest request) {
    var rows =
        jdbc.sql(
                PageBytes.bounded(
                    """
                    select * from caravan.audit
                    where id < :before
                      and (:actor::text is null or actor = :actor)
                      and (:action::text is null or action = :action)
                      and (:object::text is null or object_id = :object or object_type = :object)
                      and (:request_id::text is null or request_id = :request_id)
                      and (:from::timestamptz is null or at >= :from)
                      and (:to::timestamptz is null or at < :to)
                    order by id desc limit :limit
                    """))
            .param("before", request.after().map(after -> after.number(0)).orElse(Long.MAX_VALUE))
            .param("actor", filter.actor(), Types.VARCHAR)
            .param("action", filter.action(), Types.VARCHAR)
            .param("object", filter.object(), Types.VARCHAR)
            .param("request_id", filter.requestId(), Types.VARCHAR)
            .param("from", timestamp(filter.from()), Types.TIMESTAMP)
            .param("to", timestamp(filter.to()), Types.TIMESTAMP)
            .param("limit", request.rowsToRead())
            .query(ReadRow.paged(this::read, "id", row -> Cursor.of(row.getLong("id"))))
            .list();
    return Page.of(rows, request);
  }

  long forgetBefore(Instant time) {
    return jdbc.sql("select caravan.audit_forget(:time)")
        .param("time", Timestamp.from(time))
        .query(Long.class)
        .single();
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant time) {
    return time == null ? null : Timestamp.from(time);
  }

  private AuditEntry read(ResultSet row, int index) throws SQLException {
    return new AuditEntry(
        row.getLong("id"),
        Rows.time(row, "at"),
        row.getString("actor"),
        ActorKind.of(row.getString("actor_kind")),
        row.getString("action"),
        row.getString("object_type"),
        row.getString("object_id"),
        Outcome.of(row.getString("outcome")),
        (Integer) row.getObject("status"),
        row.getString("request_id"),
        row.getString("remote_address"),
        Rows.value(json, row.getString("details"), DETAILS));
  }

  private String written(Map<String, Object> details) {
    try {
      return json.writeValueAsString(details);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Details are plain values", e);
    }
  }
}
