package dev.caravan.fabric;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What git declares of every fabric. */
@Component
class DeclaredStore {

  private static final int ROWS_AT_ONCE = 500;

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  DeclaredStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** How many objects of each kind git declares, as far as that was read. */
  Map<String, Integer> counts(UUID fabric) {
    Map<String, Integer> counts = new HashMap<>();
    jdbc.sql(
            """
            select api_group || '/' || kind as key, count(*) as n from caravan.fabric_resources
            where fabric_id = :id and desired is not null group by 1
            """)
        .param("id", fabric)
        .query((row, n) -> counts.put(row.getString("key"), row.getInt("n")))
        .list();
    return counts;
  }

  /** Kinds that git declares, with the version that it names and a file to tell. */
  Map<String, DesiredKind> kinds(UUID fabric) {
    Map<String, DesiredKind> kinds = new HashMap<>();
    jdbc.sql(
            """
            select api_group, kind, min(desired ->> 'apiVersion') as api_version, min(desired_file) as file
            from caravan.fabric_resources where fabric_id = :id and desired is not null group by 1, 2
            """)
        .param("id", fabric)
        .query(
            (row, n) -> {
              String[] words = row.getString("api_version").split("/", -1);
              return kinds.put(
                  ManagedKind.key(row.getString("api_group"), row.getString("kind")),
                  new DesiredKind(
                      row.getString("api_group"),
                      words[words.length - 1],
                      row.getString("kind"),
                      row.getString("file")));
            })
        .list();
    return kinds;
  }

  /** A kind as git names it. */
  record DesiredKind(String group, String version, String kind, String file) {}

  /** What git declares from now on: all of it, or nothing when we die meanwhile. */
  @Transactional
  public void declare(UUID fabric, String commit, Collection<DesiredObject> objects) {
    List<DesiredObject> all = List.copyOf(objects);
    for (int from = 0; from < all.size(); from += ROWS_AT_ONCE) {
      ArrayNode rows = json.createArrayNode();
      for (DesiredObject each : all.subList(from, Math.min(all.size(), from + ROWS_AT_ONCE))) {
        rows.addObject()
            .put("api_group", each.group())
            .put("kind", each.kind())
            .put("namespace", each.namespace())
            .put("name", each.name())
            .put("file", each.file())
            .set("desired", each.content());
      }
      jdbc.sql(
              """
              insert into caravan.fabric_resources
                (fabric_id, api_group, kind, namespace, name, desired, desired_commit, desired_file, state, drift)
              select :fabric, api_group, kind, namespace, name, desired, :commit, file, 'committed', 'desired_only'
              from jsonb_to_recordset(:rows::jsonb) as wanted
                (api_group text, kind text, namespace text, name text, file text, desired jsonb)
              on conflict (fabric_id, api_group, kind, namespace, name) do update
              set desired = excluded.desired, desired_commit = excluded.desired_commit,
                  desired_file = excluded.desired_file, stale = true, updated_at = now()
              where fabric_resources.desired is distinct from excluded.desired
                 or fabric_resources.desired_file is distinct from excluded.desired_file
              """)
          .param("fabric", fabric)
          .param("commit", commit)
          .param("rows", rows.toString())
          .update();
    }
    ArrayNode keys = json.createArrayNode();
    all.forEach(each -> keys.add(each.key()));
    jdbc.sql(
            """
            update caravan.fabric_resources
            set desired = null, desired_commit = null, desired_file = null, stale = true, updated_at = now()
            where fabric_id = :fabric and desired is not null
              and concat_ws('/', api_group, kind, namespace, name) not in
                (select jsonb_array_elements_text(:keys::jsonb))
            """)
        .param("fabric", fabric)
        .param("keys", keys.toString())
        .update();
    jdbc.sql(
            """
            delete from caravan.fabric_resources where fabric_id = :fabric and desired is null and actual is null
            """)
        .param("fabric", fabric)
        .update();
  }
}
