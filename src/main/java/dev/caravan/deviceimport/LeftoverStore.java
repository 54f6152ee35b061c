package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps which types stand although the library has their definitions no longer. */
@Component
class LeftoverStore {

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  LeftoverStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** What became of each file that the import has read; empty while that is open. */
  Map<String, String> outcomes(UUID process) {
    Map<String, String> outcomes = new HashMap<>();
    jdbc.sql(
            """
            select path, coalesce(outcome, '') as outcome from caravan.import_definitions
            where process_id = :process and outcome is distinct from 'gone'
            """)
        .param("process", process)
        .query(
            row -> {
              outcomes.put(row.getString("path"), row.getString("outcome"));
            });
    return outcomes;
  }

  /** The types that stand for the definitions of an import: kind and number. */
  Set<String> types(UUID process) {
    return Set.copyOf(
        jdbc.sql(
                """
                select distinct kind || netbox_id from caravan.import_definitions
                where process_id = :process and netbox_id is not null
                  and outcome is distinct from 'gone'
                """)
            .param("process", process)
            .query(String.class)
            .list());
  }

  /** Tells of a type whose file is gone, beside the definitions that were read. */
  void gone(ImportJob job, Written type, JsonNode row, ImportProblem problem) {
    jdbc.sql(
            """
            insert into caravan.import_definitions
              (process_id, path, vendor, kind, manufacturer, model, slug, outcome, state, problems,
               netbox_id, netbox_url)
            values (:process, :path, :vendor, :kind, :manufacturer, :model, :slug, 'gone', 'done',
                    :problems::jsonb, :id, :url)
            on conflict (process_id, path) do nothing
            """)
        .param("process", job.process())
        .param("path", type.path())
        .param("vendor", LibraryScope.vendor(type.path()))
        .param("kind", type.typeKind().key())
        .param("manufacturer", text(row.at("/manufacturer/name")))
        .param("model", text(row.path("model")))
        .param("slug", text(row.path("slug")))
        .param("problems", json.valueToTree(List.of(problem)).toString())
        .param("id", type.netboxId())
        .param("url", job.netbox() + "/" + type.typeKind().path() + "/" + type.netboxId() + "/")
        .update();
  }

  private static @Nullable String text(JsonNode value) {
    return value.isTextual() ? value.asText() : null;
  }
}
