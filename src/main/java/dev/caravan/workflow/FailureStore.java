package dev.caravan.workflow;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps which processes ended as failed, and at which ends of which model that is so. Everything is
 * written in the transaction of the engine that is about it.
 */
@Component
class FailureStore {

  /** Where a process failed and why, said by the model or by an error that nothing caught. */
  record ProcessFailed(String activity, String name, String type, String message) {}

  private final JdbcClient jdbc;

  /** The engine needs it before Caravan's own tables are there. */
  FailureStore(DataSource database) {
    this.jdbc = JdbcClient.create(database);
  }

  /** The end events of a model that was just deployed at which a process has failed. */
  void deployed(String definition, Set<String> failingEnds) {
    failingEnds.forEach(
        end ->
            jdbc.sql(
                    """
                    insert into caravan.failing_ends (definition_id, activity_id) values (:definition, :end)
                    on conflict do nothing
                    """)
                .param("definition", definition)
                .param("end", end)
                .update());
  }

  boolean isFailingEnd(String definition, String activity) {
    return jdbc.sql(
            """
            select exists (select 1 from caravan.failing_ends
                           where definition_id = :definition and activity_id = :activity)
            """)
        .param("definition", definition)
        .param("activity", activity)
        .query(Boolean.class)
        .single();
  }

  void failed(UUID process, ProcessFailed failure) {
    jdbc.sql(
            """
            insert into caravan.process_failures (process_id, activity_id, activity_name, error_type, error_message)
            values (:id, :activity, :name, :type, :message) on conflict do nothing
            """)
        .param("id", process)
        .param("activity", failure.activity())
        .param("name", failure.name())
        .param("type", failure.type())
        .param("message", failure.message())
        .update();
  }

  Optional<ProcessFailed> find(UUID process) {
    return jdbc.sql(
            """
            select activity_id as activity, activity_name as name, error_type as type, error_message as message
            from caravan.process_failures where process_id = :id
            """)
        .param("id", process)
        .query(ProcessFailed.class)
        .optional();
  }
}
