package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.netbox.TypeKind;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps what imports last wrote into each object of NetBox, for as long as NetBox has it. */
@Component
class WrittenStore {

  private static final String COLUMNS =
      "select w.kind, w.netbox_id, stamp, w.name, w.path, type_kind, type_id, made, fields from"
          + " caravan.written_objects w ";

  /** What was there before a change of which nobody knows whether it was sent. */
  private static final String UNSURE =
      """
      select w.kind, w.netbox_id, w.stamp, w.name, w.path, w.type_kind, w.type_id, w.made, w.fields,
             w.earlier, o.before
      from caravan.written_objects w
      left join caravan.imported_objects o
        on o.process_id = w.process_id and o.kind = w.kind and o.netbox_id = w.netbox_id
           and o.action = 'updated' and not o.confirmed and o.undone_at is null
      """;

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;

  WrittenStore(JdbcClient jdbc, ObjectMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Adds what an import writes to what is known of the objects; what stood there before this import
   * is kept, too, and where nobody knows whether that was ever sent, what stood there before that.
   * A field that is null is forgotten.
   */
  void keep(ImportJob job, Collection<Written> objects) {
    if (objects.isEmpty()) {
      return;
    }
    ArrayNode rows = json.createArrayNode();
    for (Written each : objects) {
      rows.addObject()
          .put("kind", each.kind())
          .put("netbox_id", each.netboxId())
          .put("stamp", each.stamp())
          .put("name", each.name())
          .put("path", each.path())
          .put("type_kind", each.typeKind().key())
          .put("type_id", each.typeId())
          .put("made", each.made())
          .set("fields", each.fields());
    }
    jdbc.sql(
            """
            insert into caravan.written_objects as w
              (netbox, kind, netbox_id, stamp, name, path, type_kind, type_id, library, commit,
               made, fields, process_id, written_at)
            select :netbox, r.kind, r.netbox_id, r.stamp, r.name, r.path, r.type_kind, r.type_id,
                   :library, :commit, r.made, r.fields, :process, :now
            from jsonb_to_recordset(:rows::jsonb) as
                r(kind text, netbox_id bigint, stamp text, name text, path text, type_kind text,
                  type_id bigint, made boolean, fields jsonb)
            on conflict (netbox, kind, netbox_id) do update
            set stamp = coalesce(excluded.stamp, w.stamp),
                name = excluded.name, path = excluded.path, library = excluded.library,
                commit = excluded.commit, process_id = excluded.process_id,
                written_at = excluded.written_at,
                made = w.made and w.stamp is not distinct from coalesce(excluded.stamp, w.stamp)
                       or excluded.made,
                earlier = case when w.stamp <> excluded.stamp then null
                               when w.process_id = excluded.process_id then w.earlier
                               when exists (
                                 select 1 from caravan.imported_objects o
                                 where o.process_id = w.process_id and o.kind = w.kind
                                   and o.netbox_id = w.netbox_id and o.action = 'updated'
                                   and not o.confirmed and o.undone_at is null)
                               then jsonb_build_array(w.fields)
                                    || case jsonb_typeof(w.earlier) when 'array' then w.earlier
                                       when 'object' then jsonb_build_array(w.earlier) else '[]' end
                               else w.fields end,
                fields = case when w.stamp <> excluded.stamp then excluded.fields
                              else jsonb_strip_nulls(w.fields || excluded.fields) end
            """)
        .param("netbox", job.netbox())
        .param("library", job.library())
        .param("commit", job.commit())
        .param("process", job.process())
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .param("rows", rows.toString())
        .update();
  }

  /** What is known of these types and of their components. */
  WrittenObjects of(String netbox, TypeKind kind, Collection<Long> typeIds) {
    return new WrittenObjects(
        typeIds.isEmpty()
            ? List.of()
            : jdbc.sql(
                    UNSURE + "where w.netbox = :netbox and type_kind = :kind and type_id in (:ids)")
                .param("netbox", netbox)
                .param("kind", kind.key())
                .param("ids", typeIds)
                .query(this::unsure)
                .list());
  }

  /** The types that imports made from this library. */
  List<Written> typesOf(ImportJob job) {
    return jdbc.sql(
            COLUMNS
                + """
                where netbox = :netbox and made and kind in ('device_types', 'module_types', 'rack_types')
                  and (library = :library or library = '' or :library = '')
                order by path, netbox_id
                """)
        .param("netbox", job.netbox())
        .param("library", job.library())
        .query(this::row)
        .list();
  }

  /** An object that an import made or changed before it was kept what it wrote. */
  record Unknown(UUID process, String key, String path) {}

  /** All of them by import, the oldest first. */
  Map<UUID, List<Unknown>> unknown() {
    return jdbc
        .sql(
            """
            select o.process_id, o.path, o.netbox || '/' || o.kind || '/' || o.netbox_id as key
            from caravan.imported_objects o
            where o.path is not null and o.undone_at is null
              and not exists (
                select 1 from caravan.written_objects w
                where w.netbox = o.netbox and w.kind = o.kind and w.netbox_id = o.netbox_id)
            order by o.created_at, o.process_id
            """)
        .query(
            (row, n) ->
                new Unknown(
                    row.getObject("process_id", UUID.class),
                    row.getString("key"),
                    row.getString("path")))
        .list()
        .stream()
        .collect(Collectors.groupingBy(Unknown::process, LinkedHashMap::new, Collectors.toList()));
  }

  /** All that the import wrote for these definitions was taken back. */
  void undone(UUID process, Collection<String> paths) {
    if (!paths.isEmpty()) {
      jdbc.sql(
              """
              delete from caravan.written_objects
              where process_id = :process and path in (:paths) and earlier is null
              """)
          .param("process", process)
          .param("paths", paths)
          .update();
      jdbc.sql(
              """
              update caravan.written_objects
              set fields = case jsonb_typeof(earlier) when 'array' then earlier -> 0 else earlier end
              where process_id = :process and path in (:paths)
              """)
          .param("process", process)
          .param("paths", paths)
          .update();
    }
  }

  private WrittenObjects.Known unsure(ResultSet row, int n) throws SQLException {
    return new WrittenObjects.Known(
        row(row, n),
        Rows.treeOrNull(json, row.getString("before")) instanceof ObjectNode before ? before : null,
        all(Rows.treeOrNull(json, row.getString("earlier"))));
  }

  /** One object, or a list of those that may stand, the latest first. */
  private static List<ObjectNode> all(@Nullable JsonNode earlier) {
    List<ObjectNode> all = new ArrayList<>();
    for (JsonNode each : earlier instanceof ArrayNode ? earlier : List.<JsonNode>of()) {
      if (each instanceof ObjectNode fields) {
        all.add(fields);
      }
    }
    if (earlier instanceof ObjectNode fields) {
      all.add(fields);
    }
    return all;
  }

  private ObjectNode object(@Nullable String text) {
    return Rows.treeOrNull(json, text) instanceof ObjectNode object
        ? object
        : JsonNodeFactory.instance.objectNode();
  }

  private Written row(ResultSet row, int n) throws SQLException {
    return new Written(
        row.getString("kind"),
        row.getLong("netbox_id"),
        row.getString("stamp"),
        row.getString("name"),
        row.getString("path"),
        TypeKind.ofKey(row.getString("type_kind")),
        row.getLong("type_id"),
        row.getBoolean("made"),
        object(row.getString("fields")));
  }
}
