package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.caravan.deviceimport.Reference.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The manufacturers and roles that the definitions of an import name. */
@Component
class ReferenceStore {

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  ReferenceStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** The names that definitions still to be decided give, those of their own makers apart. */
  List<String> named(UUID process, Kind kind) {
    return jdbc.sql(
            """
            select distinct name #>> '{}'
            from caravan.import_definitions, unnest(array[:places]) as place,
                 jsonb_path_query(content, cast(place as jsonpath)) as name
            where process_id = :process and outcome is null and name #>> '{}' <> ''
            """)
        .param("process", process)
        .param("places", kind.places())
        .query(String.class)
        .list();
  }

  /** Keeps them, with what is known now. */
  void keep(UUID process, Collection<Reference> references) {
    ArrayNode rows = json.createArrayNode();
    for (Reference each : references) {
      rows.addObject()
          .put("kind", each.kind().key())
          .put("slug", each.slug())
          .put("name", each.name())
          .put("netbox_id", each.netboxId())
          .put("problem", each.problem());
    }
    jdbc.sql(
            """
            insert into caravan.import_references (process_id, kind, slug, name, netbox_id, problem)
            select :process, r.kind, r.slug, r.name, r.netbox_id, r.problem
            from jsonb_to_recordset(:rows::jsonb) as
                r(kind text, slug text, name text, netbox_id bigint, problem text)
            on conflict (process_id, kind, slug) do update
            set netbox_id = excluded.netbox_id, problem = excluded.problem
            """)
        .param("process", process)
        .param("rows", rows.toString())
        .update();
  }

  /** They are about to be sent, so that they may stand by our doing; or were not after all. */
  void intend(UUID process, Kind kind, Collection<String> slugs, boolean intended) {
    jdbc.sql(
            """
            update caravan.import_references set intended = :intended
            where process_id = :process and kind = :kind and slug in (:slugs)
            """)
        .param("process", process)
        .param("kind", kind.key())
        .param("slugs", slugs)
        .param("intended", intended)
        .update();
  }

  References all(UUID process) {
    return new References(list(process));
  }

  List<Reference> list(UUID process) {
    return jdbc.sql(
            """
            select kind, slug, name, netbox_id, problem, intended
            from caravan.import_references where process_id = :process order by kind, slug
            """)
        .param("process", process)
        .query(
            (row, n) ->
                new Reference(
                    Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                    row.getString("name"),
                    row.getString("slug"),
                    row.getObject("netbox_id", Long.class),
                    row.getString("problem"),
                    row.getBoolean("intended")))
        .list();
  }
}
