package dev.caravan.fabric;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How git and cluster compared, object by object. */
@Component
class ComparedStore {

  private static final int ROWS_AT_ONCE = 500;

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final FabricResourceReader reader;

  ComparedStore(JdbcClient jdbc, ObjectMapper json, FabricResourceReader reader) {
    this.jdbc = jdbc;
    this.json = json;
    this.reader = reader;
  }

  /**
   * What has to be known of an object to see that nothing has changed.
   *
   * @param there whether the cluster had it
   * @param declared whether git has it
   * @param applied whether the fabric has applied it
   */
  record Mark(
      UUID id,
      String key,
      String kindKey,
      @Nullable String resourceVersion,
      String health,
      boolean there,
      boolean stale,
      boolean declared,
      boolean applied) {}

  Map<String, Mark> marks(UUID fabric) {
    return jdbc
        .sql(
            """
            select id, api_group, kind, namespace, name, resource_version, health, stale, actual is not null as there,
              desired is not null as declared, applied_uid is not null as applied
            from caravan.fabric_resources where fabric_id = :id
            """)
        .param("id", fabric)
        .query(ComparedStore::mark)
        .list()
        .stream()
        .collect(Collectors.toMap(Mark::key, each -> each));
  }

  /** The same of one object. */
  Optional<Mark> mark(UUID fabric, String key) {
    return jdbc.sql(
            """
            select id, api_group, kind, namespace, name, resource_version, health, stale, actual is not null as there,
              desired is not null as declared, applied_uid is not null as applied
            from caravan.fabric_resources
            where fabric_id = :id and concat_ws('/', api_group, kind, namespace, name) = :key
              and kind = split_part(:key, '/', 2) and name = split_part(:key, '/', 4)
            """)
        .param("id", fabric)
        .param("key", key)
        .query(ComparedStore::mark)
        .optional();
  }

  private static Mark mark(ResultSet row, int n) throws SQLException {
    String group = row.getString("api_group");
    String kind = row.getString("kind");
    return new Mark(
        row.getObject("id", UUID.class),
        FabricResource.key(group, kind, row.getString("namespace"), row.getString("name")),
        ManagedKind.key(group, kind),
        row.getString("resource_version"),
        row.getString("health"),
        row.getBoolean("there"),
        row.getBoolean("stale"),
        row.getBoolean("declared"),
        row.getBoolean("applied"));
  }

  List<FabricResource> of(Collection<UUID> ids) {
    List<FabricResource> found = new ArrayList<>();
    List<UUID> all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += ROWS_AT_ONCE) {
      found.addAll(
          jdbc.sql("select * from caravan.fabric_resources where id in (:ids)")
              .param("ids", all.subList(from, Math.min(all.size(), from + ROWS_AT_ONCE)))
              .query(reader)
              .list());
    }
    return found;
  }

  /**
   * How objects stand; those that are new are added.
   *
   * @param onceOnly what is to be done is so for this run alone: the next one judges anew
   */
  void keep(Collection<FabricResource> resources, boolean onceOnly) {
    List<FabricResource> all = List.copyOf(resources);
    for (int from = 0; from < all.size(); from += ROWS_AT_ONCE) {
      ArrayNode rows = json.createArrayNode();
      all.subList(from, Math.min(all.size(), from + ROWS_AT_ONCE))
          .forEach(each -> rows.add(row(each)));
      jdbc.sql(
              """
              insert into caravan.fabric_resources
                (fabric_id, api_group, kind, namespace, name, base, actual, uid, resource_version, generation, health,
                 health_message, state, drift, differences, action, applied_uid, stale)
              select fabric_id, api_group, kind, namespace, name, base, actual, uid, resource_version, generation, health,
                 health_message, state, drift, differences, action, marked_uid, :onceOnly and action is not null
              from jsonb_to_recordset(:rows::jsonb) as found
                (fabric_id uuid, api_group text, kind text, namespace text, name text, base jsonb, actual jsonb, uid text,
                 resource_version text, generation bigint, health text, health_message text, state text, drift text,
                 differences jsonb, action text, marked_uid text)
              on conflict (fabric_id, api_group, kind, namespace, name) do update
              set base = excluded.base, actual = excluded.actual, uid = excluded.uid,
                  resource_version = excluded.resource_version, generation = excluded.generation,
                  health = excluded.health, health_message = excluded.health_message,
                  state = case when excluded.drift = 'actual_only' and fabric_resources.captured is not null then 'draft' else excluded.state end,
                  applied_uid = coalesce(excluded.applied_uid, fabric_resources.applied_uid),
                  drift = excluded.drift, differences = excluded.differences, action = excluded.action,
                  failure = case when excluded.action is null then null else fabric_resources.failure end,
                  stale = excluded.stale, updated_at = now()
              """)
          .param("rows", rows.toString())
          .param("onceOnly", onceOnly)
          .update();
    }
  }

  /** How an object works, by the word of another. */
  void healthOf(UUID fabric, String kind, String name, Health health) {
    jdbc.sql(
            """
            update caravan.fabric_resources set health = :health, health_message = :message, updated_at = now()
            where fabric_id = :fabric and kind = :kind and name = :name and actual is not null
              and (health, health_message) is distinct from (:health, :message)
            """)
        .param("fabric", fabric)
        .param("kind", kind)
        .param("name", name)
        .param("health", health.status())
        .param("message", health.message(), Types.VARCHAR)
        .update();
  }

  private ObjectNode row(FabricResource each) {
    ObjectNode row = json.createObjectNode();
    row.put("fabric_id", each.fabricId().toString())
        .put("api_group", each.apiGroup())
        .put("kind", each.kind())
        .put("namespace", each.namespace())
        .put("name", each.name())
        .put("uid", each.uid())
        .put("resource_version", each.resourceVersion())
        .put("generation", each.generation())
        .put("health", each.health())
        .put("health_message", each.healthMessage())
        .put("state", each.state())
        .put("drift", each.drift())
        .put("action", each.action());
    if (each.appliedUid() != null && each.appliedUid().equals(each.uid())) {
      row.put("marked_uid", each.appliedUid());
    }
    if (each.base() != null) {
      row.set("base", each.base());
    }
    if (each.actual() != null) {
      row.set("actual", each.actual());
    }
    row.set("differences", each.differences());
    return row;
  }

  /** Neither side has them any more. */
  void forget(Collection<UUID> ids) {
    if (!ids.isEmpty()) {
      jdbc.sql("delete from caravan.fabric_resources where id in (:ids)")
          .param("ids", ids)
          .update();
    }
  }

  /** How many objects there are by drift. */
  ObjectNode drift(UUID fabric) {
    ObjectNode counts = json.createObjectNode();
    jdbc.sql(
            """
            select drift, count(*) as n from caravan.fabric_resources where fabric_id = :id group by 1 order by 1
            """)
        .param("id", fabric)
        .query((row, n) -> counts.put(row.getString("drift"), row.getLong("n")))
        .list();
    return counts;
  }

  /** By kind and drift, for the counts of a run. */
  Map<String, Long> byKind(UUID fabric) {
    Map<String, Long> counts = new HashMap<>();
    jdbc.sql(
            """
            select kind, count(*) as n from caravan.fabric_resources
            where fabric_id = :id and (actual is not null or desired is not null) group by 1
            """)
        .param("id", fabric)
        .query((row, n) -> counts.put(row.getString("kind"), row.getLong("n")))
        .list();
    return counts;
  }

  /**
   * Whether git and cluster differ. What only the cluster has counts where git declares objects of
   * that kind or the fabric names it, unless another object owns it.
   */
  boolean differs(Fabric fabric, Collection<String> namedKinds) {
    return jdbc.sql(
            """
            select exists (
              select 1 from caravan.fabric_resources r where fabric_id = :id and (
                drift in ('spec_drift', 'desired_only', 'creation_pending', 'deletion_pending')
                or (drift = 'actual_only' and r.actual #> '{metadata,ownerReferences}' is null
                  and not exists (select 1 from caravan.fabric_resources_shared s where s.id = r.id) and (
                  applied_uid is not null or concat_ws('/', api_group, kind) = any (string_to_array(:named, ','))
                  or exists (select 1 from caravan.fabric_resources d
                             where d.fabric_id = :id and d.api_group = r.api_group and d.kind = r.kind
                               and d.desired is not null)))))
            """)
        .param("id", fabric.id())
        .param("named", String.join(",", namedKinds))
        .query(Boolean.class)
        .single();
  }
}
