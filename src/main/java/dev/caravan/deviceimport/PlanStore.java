package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.paging.PageRequest;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the plans of definitions. */
@Component
class PlanStore {

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  PlanStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  boolean processExists(UUID process) {
    return jdbc.sql("select exists (select 1 from caravan.process_starts where process_id = :id)")
        .param("id", process)
        .query(Boolean.class)
        .single();
  }

  /** By path; definitions that stand already, or are refused, have no plan. */
  List<PlannedDefinition> list(UUID process, PageRequest page) {
    return jdbc.sql(
            """
            select path, kind, manufacturer, model, slug, action, components, plan
            from caravan.import_definitions
            where process_id = :process and action is not null
              and (cast(:after as text) is null or path > :after)
            order by path limit :limit
            """)
        .param("process", process)
        .param("after", page.after().map(cursor -> cursor.text(0)).orElse(null))
        .param("limit", page.rowsToRead())
        .query((row, number) -> planned(row))
        .list();
  }

  private PlannedDefinition planned(ResultSet row) throws SQLException {
    JsonNode plan = Rows.tree(json, row.getString("plan"));
    return new PlannedDefinition(
        row.getString("path"),
        row.getString("kind"),
        row.getString("manufacturer"),
        row.getString("model"),
        row.getString("slug"),
        row.getString("action"),
        Rows.tree(json, row.getString("components")),
        plan.isEmpty() ? null : plan);
  }
}
