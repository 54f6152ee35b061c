package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.paging.Cursor;
import dev.caravan.paging.PageRequest;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Processes: what they were started with, and the view over the engine's history. */
@Component
class ProcessStore {

  private static final String COLUMNS =
      """
      select id, workflow, workflow_version, status, form_data, created_by, request_id,
             created_at, started_at, updated_at, completed_at
      from caravan.processes
      """;

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  ProcessStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  void started(UUID process, JsonNode form, String by, String requestId) {
    jdbc.sql(
            """
            insert into caravan.process_starts (process_id, form_data, created_by, request_id)
            values (:id, :form::jsonb, :by, :request)
            """)
        .param("id", process)
        .param("form", form.toString())
        .param("by", by)
        .param("request", requestId)
        .update();
  }

  void cancelled(UUID process, String by, String requestId) {
    jdbc.sql(
            """
            insert into caravan.process_cancellations (process_id, cancelled_by, request_id)
            values (:id, :by, :request) on conflict do nothing
            """)
        .param("id", process)
        .param("by", by)
        .param("request", requestId)
        .update();
  }

  Optional<ProcessRow> find(UUID process) {
    return jdbc.sql(COLUMNS + " where id = :id")
        .param("id", process)
        .query((row, number) -> process(row))
        .optional();
  }

  /** Who started a process by which request, if it was started by one. */
  Optional<Asked> startedBy(String process) {
    return jdbc.sql(
            "select created_by, request_id from caravan.process_starts where process_id ="
                + " :id::uuid")
        .param("id", process)
        .query((row, n) -> new Asked(row.getString("created_by"), row.getString("request_id")))
        .optional();
  }

  /** The newest first. */
  List<ProcessRow> list(ProcessFilter filter, PageRequest page) {
    Optional<Cursor> after = page.after();
    return jdbc.sql(
            COLUMNS
                + """
                where (cast(:workflow as text) is null or workflow = :workflow)
                  and (cast(:status as text) is null or status = :status)
                  and (cast(:created as timestamptz) is null or created_at > :created)
                  and (cast(:at as timestamptz) is null or (created_at, id) < (:at, cast(:id as uuid)))
                order by created_at desc, id desc limit :limit
                """)
        .param("workflow", filter.workflow())
        .param("status", filter.status())
        .param("created", filter.createdAfter() == null ? null : time(filter.createdAfter()))
        .param("at", after.map(cursor -> time(cursor.instant(0))).orElse(null))
        .param("id", after.map(cursor -> cursor.text(1)).orElse(null))
        .param("limit", page.rowsToRead())
        .query((row, number) -> process(row))
        .list();
  }

  private static Object time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** What we keep of processes beside the engine's history. */
  void forget(Collection<UUID> ids) {
    List<String> texts = ids.stream().map(UUID::toString).toList();
    jdbc.sql("delete from caravan.step_attempts where process_id in (:ids)")
        .param("ids", texts)
        .update();
    jdbc.sql("delete from caravan.process_cancellations where process_id in (:ids)")
        .param("ids", ids)
        .update();
    jdbc.sql("delete from caravan.process_failures where process_id in (:ids)")
        .param("ids", ids)
        .update();
    jdbc.sql("delete from caravan.process_starts where process_id in (:ids)")
        .param("ids", ids)
        .update();
  }

  private ProcessRow process(ResultSet row) throws SQLException {
    return new ProcessRow(
        row.getObject("id", UUID.class),
        row.getString("workflow"),
        row.getInt("workflow_version"),
        ProcessStatus.of(row.getString("status")),
        Rows.tree(json, row.getString("form_data")),
        row.getString("created_by"),
        row.getString("request_id"),
        Rows.time(row, "created_at"),
        Rows.timeOrNull(row, "started_at"),
        Rows.time(row, "updated_at"),
        Rows.timeOrNull(row, "completed_at"));
  }
}
