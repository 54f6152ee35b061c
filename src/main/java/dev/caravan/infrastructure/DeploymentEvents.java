package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.paging.Cursor;
import dev.caravan.paging.PageRequest;
import dev.caravan.storage.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What happened to a deployment, in order. */
@Component
class DeploymentEvents {

  /**
   * One thing that happened.
   *
   * @param type a word for machines, such as {@code rollback_begun}
   */
  record Event(
      long id,
      String type,
      String message,
      JsonNode details,
      @Nullable UUID processId,
      Instant at) {}

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  DeploymentEvents(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  void happened(
      UUID deployment,
      @Nullable UUID process,
      String type,
      String message,
      Map<String, ?> details) {
    jdbc.sql(
            """
            insert into caravan.deployment_events (deployment_id, process_id, type, message, details)
            values (:deployment, :process, :type, :message, :details::jsonb)
            """)
        .param("deployment", deployment)
        .param("process", process)
        .param("type", type)
        .param("message", message)
        .param("details", json.valueToTree(details).toString())
        .update();
  }

  /** The oldest first. */
  List<Event> list(UUID deployment, PageRequest page) {
    return jdbc.sql(
            """
            select * from caravan.deployment_events
            where deployment_id = :deployment and id > :after order by id limit :limit
            """)
        .param("deployment", deployment)
        .param("after", page.after().map((Cursor at) -> at.number(0)).orElse(0L))
        .param("limit", page.rowsToRead())
        .query(
            (row, n) ->
                new Event(
                    row.getLong("id"),
                    row.getString("type"),
                    row.getString("message"),
                    Rows.tree(json, row.getString("details")),
                    row.getObject("process_id", UUID.class),
                    Rows.time(row, "at")))
        .list();
  }
}
