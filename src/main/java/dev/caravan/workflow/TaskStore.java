package dev.caravan.workflow;

import dev.caravan.paging.Cursor;
import dev.caravan.paging.PageRequest;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the engine's tasks of people: those that wait, and when an earlier one was completed. */
@Component
class TaskStore {

  /** A task that waits. */
  record TaskRow(
      String id,
      String name,
      @Nullable String description,
      UUID processId,
      String workflow,
      int version,
      String definitionId,
      String step,
      @Nullable String assignee,
      List<String> groups,
      int priority,
      Instant createdAt,
      @Nullable Instant dueAt) {}

  private static final String SELECT =
      """
      select t.id_ as id, coalesce(t.name_, t.task_def_key_) as name, t.description_ as description,
             t.proc_inst_id_::uuid as process_id, d.key_ as workflow, d.version_ as version, d.id_ as definition,
             t.task_def_key_ as step, t.assignee_ as assignee, t.priority_ as priority,
             t.create_time_ at time zone 'UTC' as created_at, t.due_date_ at time zone 'UTC' as due_at,
             array(select l.group_id_ from public.act_ru_identitylink l
                   where l.task_id_ = t.id_ and l.group_id_ is not null order by l.group_id_)::text[] as groups
      from public.act_ru_task t
      join public.act_re_procdef d on d.id_ = t.proc_def_id_
      """;

  private final JdbcClient jdbc;

  TaskStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Who has waited longest comes first. */
  List<TaskRow> list(@Nullable UUID process, @Nullable String workflow, PageRequest page) {
    Optional<Cursor> after = page.after();
    return jdbc.sql(
            SELECT
                + """
                where (cast(:process as text) is null or t.proc_inst_id_ = :process)
                  and (cast(:workflow as text) is null or d.key_ = :workflow)
                  and (cast(:at as timestamptz) is null or (t.create_time_ at time zone 'UTC', t.id_) > (:at, :id))
                order by t.create_time_, t.id_ limit :limit
                """)
        .param("process", process == null ? null : process.toString())
        .param("workflow", workflow)
        .param("at", after.map(cursor -> cursor.instant(0).atOffset(ZoneOffset.UTC)).orElse(null))
        .param("id", after.map(cursor -> cursor.text(1)).orElse(null))
        .param("limit", page.rowsToRead())
        .query((row, number) -> task(row))
        .list();
  }

  Optional<TaskRow> find(String id) {
    return jdbc.sql(SELECT + " where t.id_ = :id")
        .param("id", id)
        .query((row, number) -> task(row))
        .optional();
  }

  /** When a task ended, if it did. */
  Optional<Instant> endOf(String id) {
    return jdbc.sql(
            """
            select end_time_ at time zone 'UTC' as ended_at from public.act_hi_taskinst
            where id_ = :id and end_time_ is not null
            """)
        .param("id", id)
        .query((row, number) -> Rows.time(row, "ended_at"))
        .optional();
  }

  private TaskRow task(ResultSet row) throws SQLException {
    return new TaskRow(
        row.getString("id"),
        row.getString("name"),
        row.getString("description"),
        row.getObject("process_id", UUID.class),
        row.getString("workflow"),
        row.getInt("version"),
        row.getString("definition"),
        row.getString("step"),
        row.getString("assignee"),
        Rows.texts(row, "groups"),
        row.getInt("priority"),
        Rows.time(row, "created_at"),
        Rows.timeOrNull(row, "due_at"));
  }
}
