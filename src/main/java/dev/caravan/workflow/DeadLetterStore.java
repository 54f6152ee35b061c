package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.paging.PageRequest;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the engine's dead letters with what the last attempt said. */
@Component
class DeadLetterStore {

  private static final String SELECT =
      """
      select j.id_ as id, j.process_instance_id_::uuid as process_id, d.key_ as workflow,
             coalesce(j.element_name_, j.element_id_) as step, coalesce(a.topic, '') as topic,
             coalesce(a.attempt, 0) as attempts, coalesce(a.error_type, 'ConfigurationError') as error_type,
             coalesce(a.error_message, j.exception_msg_, '') as error_message, a.error_details, a.ended_at
      from public.act_ru_deadletter_job j
      join public.act_re_procdef d on d.id_ = j.proc_def_id_
      left join lateral (
        select * from caravan.step_attempts t where t.job_id = j.id_ order by t.id desc limit 1
      ) a on true
      """;

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  DeadLetterStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  List<DeadLetter> list(PageRequest page) {
    return jdbc.sql(
            SELECT
                + """
                where cast(:after as text) is null or j.id_ > :after
                order by j.id_ limit :limit
                """)
        .param("after", page.after().map(cursor -> cursor.text(0)).orElse(null))
        .param("limit", page.rowsToRead())
        .query((row, number) -> letter(row))
        .list();
  }

  Optional<DeadLetter> find(String id) {
    return jdbc.sql(SELECT + " where j.id_ = :id")
        .param("id", id)
        .query((row, number) -> letter(row))
        .optional();
  }

  private DeadLetter letter(ResultSet row) throws SQLException {
    JsonNode details = Rows.tree(json, row.getString("error_details"));
    return new DeadLetter(
        row.getString("id"),
        row.getObject("process_id", UUID.class),
        row.getString("workflow"),
        row.getString("step"),
        row.getString("topic"),
        row.getInt("attempts"),
        row.getString("error_type"),
        row.getString("error_message"),
        details.isEmpty() ? null : details,
        Rows.timeOrNull(row, "ended_at"));
  }
}
