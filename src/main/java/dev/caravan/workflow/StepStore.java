package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the steps of processes with the attempts at them. */
@Component
class StepStore {

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  StepStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** In the order in which they began. */
  List<StepView> steps(UUID process) {
    Map<String, List<StepView.Attempt>> attempts = attempts(process);
    return jdbc.sql(
            """
            select * from caravan.process_steps where process_id = :id
            order by created_at, place nulls first, id
            """)
        .param("id", process)
        .query((row, number) -> step(row).with(attempts.getOrDefault(key(row), List.of())))
        .list();
  }

  /** The step that failed for good, if one did. */
  Optional<ProcessView.StepFailure> failure(UUID process) {
    return jdbc.sql(
            """
            select * from caravan.process_steps
            where process_id = :id and status = 'permanently_failed' order by created_at limit 1
            """)
        .param("id", process)
        .query((row, number) -> failure(row))
        .optional()
        .flatMap(Optional::ofNullable);
  }

  /** The step that failed and waits for its next attempt, if there is one. */
  Optional<StatusView.Retrying> retrying(UUID process) {
    return jdbc.sql(
            """
            select * from caravan.process_steps
            where process_id = :id and status = 'retrying' and error_type is not null
            order by retry_at, created_at limit 1
            """)
        .param("id", process)
        .query(
            (row, number) ->
                new StatusView.Retrying(
                    row.getString("name"),
                    row.getLong("attempts"),
                    Objects.requireNonNull(failure(row)),
                    Rows.timeOrNull(row, "retry_at")))
        .optional();
  }

  /** How far the newest step at work is, if it says so. */
  Optional<ProcessView.Progress> progress(UUID process) {
    return jdbc.sql(
            """
            select name, done, total, unit,
                   case when completed_at is null and done > 0 and total > done
                     then extract(epoch from now() - started_at) * (total - done) / done end as eta
            from caravan.process_steps
            where process_id = :id and total is not null order by created_at desc, place desc limit 1
            """)
        .param("id", process)
        .query((row, number) -> progress(row))
        .optional();
  }

  /** The step that a process that has ended did last; one that did not count is one of one. */
  Optional<ProcessView.Progress> lastStep(UUID process) {
    return jdbc.sql(
            """
            select name, case when total is null then 1 else done end as done,
                   coalesce(total, 1) as total, coalesce(unit, 'step') as unit, null::float8 as eta
            from caravan.process_steps
            where process_id = :id and topic is not null and started_at is not null
            order by created_at desc, place desc limit 1
            """)
        .param("id", process)
        .query((row, number) -> progress(row))
        .optional();
  }

  private static ProcessView.Progress progress(ResultSet row) throws SQLException {
    long done = row.getLong("done");
    long total = row.getLong("total");
    double percent = total == 0 ? 100 : Math.round(1000.0 * done / total) / 10.0;
    double eta = row.getDouble("eta");
    @Nullable Long seconds = row.wasNull() ? null : Math.round(eta);
    return new ProcessView.Progress(
        row.getString("name"), done, total, row.getString("unit"), percent, seconds);
  }

  private Map<String, List<StepView.Attempt>> attempts(UUID process) {
    Map<String, List<StepView.Attempt>> byStep = new HashMap<>();
    jdbc.sql(
            """
            select execution_id, activity_id, attempt, node, started_at, ended_at, outcome,
                   error_type, error_message, error_details
            from caravan.step_attempts where process_id = :id order by id
            """)
        .param("id", process.toString())
        .query(
            row -> {
              byStep.computeIfAbsent(key(row), step -> new ArrayList<>()).add(attempt(row));
            });
    return byStep;
  }

  private static String key(ResultSet row) throws SQLException {
    return row.getString("execution_id") + "/" + row.getString("activity_id");
  }

  private StepView.Attempt attempt(ResultSet row) throws SQLException {
    return new StepView.Attempt(
        row.getInt("attempt"),
        row.getString("node"),
        Rows.time(row, "started_at"),
        Rows.timeOrNull(row, "ended_at"),
        row.getString("outcome"),
        row.getString("error_type"),
        row.getString("error_message"),
        detailsOf(row));
  }

  private StepView step(ResultSet row) throws SQLException {
    long total = row.getLong("total");
    StepView.@Nullable Amount amount =
        row.wasNull()
            ? null
            : new StepView.Amount(row.getLong("done"), total, row.getString("unit"));
    return new StepView(
        row.getString("id"),
        row.getString("name"),
        row.getString("activity_id"),
        row.getString("type"),
        row.getString("topic"),
        row.getString("status"),
        amount,
        failure(row),
        Rows.timeOrNull(row, "retry_at"),
        Rows.time(row, "created_at"),
        Rows.timeOrNull(row, "started_at"),
        Rows.timeOrNull(row, "completed_at"),
        List.of());
  }

  private ProcessView.@Nullable StepFailure failure(ResultSet row) throws SQLException {
    String type = row.getString("error_type");
    return type == null
        ? null
        : new ProcessView.StepFailure(
            type,
            row.getString("error_message"),
            detailsOf(row),
            row.getString("name"),
            row.getBoolean("retryable"));
  }

  private @Nullable JsonNode detailsOf(ResultSet row) throws SQLException {
    JsonNode details = Rows.tree(json, row.getString("error_details"));
    return details.isEmpty() ? null : details;
  }
}
