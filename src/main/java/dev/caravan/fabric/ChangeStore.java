package dev.caravan.fabric;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.storage.Rows;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What each run did to which object. */
@Component
class ChangeStore {

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  ChangeStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** What became of objects; the same object again is what it became last. */
  void keep(UUID run, List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into caravan.sync_changes (run_id, api_group, kind, namespace, name, action, result, message, details)
            select :run, api_group, kind, namespace, name, action, result, message, details
            from jsonb_to_recordset(:rows::jsonb) as made
              (api_group text, kind text, namespace text, name text, action text, result text, message text, details jsonb)
            on conflict (run_id, api_group, kind, namespace, name) do update
            set action = excluded.action, message = excluded.message, details = excluded.details, at = now(),
                result = case when excluded.result = 'unchanged' and sync_changes.result not in ('failed', 'planned')
                              then sync_changes.result else excluded.result end
            """)
        .param("run", run)
        .param("rows", json.valueToTree(changes).toString())
        .update();
  }

  /** By kind and name. */
  List<Change> of(UUID run, int most) {
    return jdbc.sql(
            """
            select * from caravan.sync_changes where run_id = :run order by kind, namespace, name limit :most
            """)
        .param("run", run)
        .param("most", most)
        .query(
            (row, n) ->
                new Change(
                    row.getString("api_group"),
                    row.getString("kind"),
                    row.getString("namespace"),
                    row.getString("name"),
                    row.getString("action"),
                    row.getString("result"),
                    row.getString("message"),
                    Rows.tree(json, row.getString("details"))))
        .list();
  }

  /** The keys of the objects that came to one end. */
  Set<String> keys(UUID run, String result) {
    return new HashSet<>(
        jdbc.sql(
                """
                select concat_ws('/', api_group, kind, namespace, name) from caravan.sync_changes
                where run_id = :run and result = :result
                """)
            .param("run", run)
            .param("result", result)
            .query(String.class)
            .list());
  }

  /** By kind and result. */
  ObjectNode counts(UUID run) {
    ObjectNode counts = json.createObjectNode();
    jdbc.sql(
            """
            select kind, result, count(*) as n from caravan.sync_changes where run_id = :run group by 1, 2 order by 1, 2
            """)
        .param("run", run)
        .query(
            (row, n) ->
                counts
                    .withObjectProperty(row.getString("kind"))
                    .put(row.getString("result"), row.getLong("n")))
        .list();
    return counts;
  }

  /** Which kinds a run has changed. */
  List<String> kinds(UUID run) {
    return jdbc.sql(
            """
            select distinct api_group || '/' || kind from caravan.sync_changes
            where run_id = :run and result in ('created', 'updated', 'deleted')
            """)
        .param("run", run)
        .query(String.class)
        .list();
  }
}
