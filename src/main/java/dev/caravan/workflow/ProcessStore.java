package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.paging.Cursor;
import dev.caravan.paging.PageBytes;
import dev.caravan.paging.PageRequest;
import dev.caravan.paging.ReadRow;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  boolean cancellationAsked(UUID process) {
    return jdbc.sql(
            "select exists (select 1 from caravan.process_cancellations where process_id = :id)")
        .param("id", process)
        .query(Boolean.class)
        .single();
  }

  Optional<ProcessRow> find(UUID process) {
    return jdbc.sql(COLUMNS + " where id = :id")
        .param("id", process)
        .query((row, number) -> process(row))
        .optional();
  }

  /** Which element a process waited at last, of those that it has left; empty where at none. */
  Optional<String> lastWait(String process, Collection<String> types) {
    return jdbc.sql(
            """
            select act_id_ from act_hi_actinst
            where proc_inst_id_ = :process and act_type_ in (:types) and end_time_ is not null
            order by end_time_ desc, start_time_ desc limit 1
            """)
        .param("process", process)
        .param("types", types)
        .query(String.class)
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
  List<ReadRow<ProcessRow>> list(ProcessFilter filter, PageRequest page) {
    Optional<Cursor> after = page.after();
    // Only what is asked for: what may be null keeps the database from using its indexes.
    StringBuilder where = new StringBuilder(" where true");
    Map<String, Object> parameters = new HashMap<>();
    if (filter.workflow() != null) {
      where.append(" and workflow = :workflow");
      parameters.put("workflow", filter.workflow());
    }
    if (filter.status() != null) {
      where.append(" and status = :status").append(candidates(ProcessStatus.of(filter.status())));
      parameters.put("status", filter.status());
    }
    if (filter.createdAfter() != null) {
      where.append(" and created_at > :created");
      parameters.put("created", time(filter.createdAfter()));
    }
    after.ifPresent(
        cursor -> {
          where.append(" and (created_at, id) < (:at, cast(:id as uuid))");
          parameters.put("at", time(cursor.instant(0)));
          parameters.put("id", cursor.text(1));
        });
    return jdbc.sql(
            PageBytes.bounded(COLUMNS + where + " order by created_at desc, id desc limit :limit"))
        .params(parameters)
        .param("limit", page.rowsToRead())
        .query(
            ReadRow.paged(
                (row, number) -> process(row),
                "id",
                row -> Cursor.of(Rows.time(row, "created_at"), row.getString("id"))))
        .list();
  }

  /** The few that may have a status, where that can be told without looking at all processes. */
  private static String candidates(ProcessStatus status) {
    String open =
        "select proc_inst_id_::uuid from public.act_ru_execution where parent_id_ is null";
    String at = "select process_id::uuid from caravan.step_attempts where ended_at is null";
    return switch (status) {
      case CREATED, WAITING -> " and id in (" + open + ")";
      case RUNNING -> " and id in (" + open + " union " + at + ")";
      case CANCELLED -> " and id in (select process_id from caravan.process_cancellations)";
      case FAILED ->
          " and id in (select process_id from caravan.process_failures union "
              + "select process_instance_id_::uuid from public.act_ru_deadletter_job)";
      case COMPLETED -> "";
    };
  }

  private static Object time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** Processes that ended so long ago, the oldest first, with those that they called. */
  List<UUID> endedBefore(Duration kept, int most) {
    return jdbc.sql(
            """
            with recursive old as (
              (select id_ from public.act_hi_procinst
               where end_time_ < (now() at time zone 'UTC') - make_interval(secs => :kept)
                 and super_process_instance_id_ is null
               order by end_time_ limit :most)
              union
              select called.id_ from public.act_hi_procinst called
              join old on called.super_process_instance_id_ = old.id_
            )
            select id_::uuid from old
            """)
        .param("kept", kept.toSeconds())
        .param("most", most)
        .query(UUID.class)
        .list();
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
