package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.paging.Cursor;
import dev.caravan.paging.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Every object of every fabric, as git and as the cluster has it. */
@Component
class FabricResourceStore {

  private static final int ROWS_AT_ONCE = 500;

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  FabricResourceStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * What has to be known of an object to see that nothing has changed.
   *
   * @param there whether the cluster had it
   */
  record Mark(
      UUID id,
      String kindKey,
      @Nullable String resourceVersion,
      String health,
      boolean there,
      boolean stale) {}

  /** How many objects of each kind git declares, as far as that was read. */
  Map<String, Integer> declared(UUID fabric) {
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
  Map<String, DesiredKind> declaredKinds(UUID fabric) {
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

  Map<String, Mark> marks(UUID fabric) {
    Map<String, Mark> marks = new HashMap<>();
    jdbc.sql(
            """
            select id, api_group, kind, namespace, name, resource_version, health, stale,
                   actual is not null as there
            from caravan.fabric_resources where fabric_id = :id
            """)
        .param("id", fabric)
        .query(
            (row, n) ->
                marks.put(
                    FabricResource.key(
                        row.getString("api_group"),
                        row.getString("kind"),
                        row.getString("namespace"),
                        row.getString("name")),
                    mark(row)))
        .list();
    return marks;
  }

  /** The same of one object. */
  Optional<Mark> mark(UUID fabric, String key) {
    return jdbc.sql(
            """
            select id, api_group, kind, resource_version, health, stale,
                   actual is not null as there
            from caravan.fabric_resources
            where fabric_id = :id and concat_ws('/', api_group, kind, namespace, name) = :key
              and kind = split_part(:key, '/', 2) and name = split_part(:key, '/', 4)
            """)
        .param("id", fabric)
        .param("key", key)
        .query((row, n) -> mark(row))
        .optional();
  }

  private static Mark mark(ResultSet row) throws SQLException {
    return new Mark(
        row.getObject("id", UUID.class),
        ManagedKind.key(row.getString("api_group"), row.getString("kind")),
        row.getString("resource_version"),
        row.getString("health"),
        row.getBoolean("there"),
        row.getBoolean("stale"));
  }

  List<FabricResource> of(Collection<UUID> ids) {
    List<FabricResource> found = new ArrayList<>();
    List<UUID> all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += ROWS_AT_ONCE) {
      found.addAll(
          jdbc.sql("select * from caravan.fabric_resources where id in (:ids)")
              .param("ids", all.subList(from, Math.min(all.size(), from + ROWS_AT_ONCE)))
              .query(this::resource)
              .list());
    }
    return found;
  }

  /** How objects stand; those that are new are added. */
  void compared(Collection<FabricResource> resources) {
    List<FabricResource> all = List.copyOf(resources);
    for (int from = 0; from < all.size(); from += ROWS_AT_ONCE) {
      ArrayNode rows = json.createArrayNode();
      all.subList(from, Math.min(all.size(), from + ROWS_AT_ONCE))
          .forEach(each -> rows.add(row(each)));
      jdbc.sql(
              """
              insert into caravan.fabric_resources
                (fabric_id, api_group, kind, namespace, name, base, actual, uid, resource_version, generation, health,
                 health_message, state, drift, differences, action, stale)
              select fabric_id, api_group, kind, namespace, name, base, actual, uid, resource_version, generation, health,
                 health_message, state, drift, differences, action, false
              from jsonb_to_recordset(:rows::jsonb) as found
                (fabric_id uuid, api_group text, kind text, namespace text, name text, base jsonb, actual jsonb, uid text,
                 resource_version text, generation bigint, health text, health_message text, state text, drift text,
                 differences jsonb, action text)
              on conflict (fabric_id, api_group, kind, namespace, name) do update
              set base = excluded.base, actual = excluded.actual, uid = excluded.uid,
                  resource_version = excluded.resource_version, generation = excluded.generation,
                  health = excluded.health, health_message = excluded.health_message,
                  state = case when excluded.drift = 'actual_only' and fabric_resources.captured is not null then 'draft' else excluded.state end,
                  drift = excluded.drift, differences = excluded.differences, action = excluded.action,
                  failure = case when excluded.action is null then null else fabric_resources.failure end,
                  stale = false, updated_at = now()
              """)
          .param("rows", rows.toString())
          .update();
    }
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

  /** Those that policy would have changed. */
  List<FabricResource> withAction(UUID fabric) {
    return jdbc.sql(
            """
            select * from caravan.fabric_resources where fabric_id = :id and action is not null
            order by api_group, kind, namespace, name
            """)
        .param("id", fabric)
        .query(this::resource)
        .list();
  }

  int actions(UUID fabric) {
    return jdbc.sql(
            "select count(*) from caravan.fabric_resources where fabric_id = :id and action is not null")
        .param("id", fabric)
        .query(Integer.class)
        .single();
  }

  /** What the cluster took: from now on it is ours, and what both sides agree on. */
  void applied(Collection<Applied> applied) {
    if (applied.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update caravan.fabric_resources r
            set base = r.desired, applied_uid = made.uid, applied_commit = r.desired_commit, applied_at = now(),
                failure = null, stale = true, updated_at = now()
            from jsonb_to_recordset(:rows::jsonb) as made (id uuid, uid text)
            where r.id = made.id
            """)
        .param("rows", json.valueToTree(applied).toString())
        .update();
  }

  /** What was deleted is there no more, as far as we know; the next list proves it. */
  void deleted(Collection<UUID> ids) {
    if (!ids.isEmpty()) {
      jdbc.sql(
              """
              update caravan.fabric_resources
              set actual = null, uid = null, resource_version = null, failure = null, stale = true, updated_at = now()
              where id in (:ids)
              """)
          .param("ids", ids)
          .update();
    }
  }

  /** An object that was applied. */
  record Applied(UUID id, String uid) {}

  /** Why the cluster refused objects. */
  void refused(Map<UUID, JsonNode> failures) {
    if (failures.isEmpty()) {
      return;
    }
    ArrayNode rows = json.createArrayNode();
    failures.forEach(
        (id, failure) -> rows.addObject().put("id", id.toString()).set("failure", failure));
    jdbc.sql(
            """
            update caravan.fabric_resources r set failure = made.failure, updated_at = now()
            from jsonb_to_recordset(:rows::jsonb) as made (id uuid, failure jsonb)
            where r.id = made.id and r.failure is distinct from made.failure
            """)
        .param("rows", rows.toString())
        .update();
  }

  /**
   * Those that only the cluster has, that no other object owns and that Caravan did not apply,
   * where what was captured of them is not what they are now.
   */
  List<FabricResource> toCapture(UUID fabric) {
    return jdbc
        .sql(
            """
            select * from caravan.fabric_resources
            where fabric_id = :id and drift = 'actual_only' and applied_uid is null
              and actual #> '{metadata,ownerReferences}' is null
              and actual #> '{metadata,deletionTimestamp}' is null
            order by kind, namespace, name
            """)
        .param("id", fabric)
        .query(
            (row, n) -> Map.entry(resource(row, n), Optional.ofNullable(optional(row, "captured"))))
        .list()
        .stream()
        .filter(each -> !each.getValue().equals(Optional.of(Captured.of(each.getKey()))))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Written to the branch; from now on they wait for somebody to take them into the ref. */
  @Transactional
  public void captured(Collection<FabricResource> resources, @Nullable String commit) {
    for (FabricResource each : resources) {
      jdbc.sql(
              """
              update caravan.fabric_resources
              set captured = :captured::jsonb, captured_commit = coalesce(:commit, captured_commit), state = 'draft',
                  updated_at = now()
              where id = :id
              """)
          .param("captured", Captured.of(each).toString())
          .param("commit", commit)
          .param("id", each.id())
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
                or (drift = 'actual_only' and r.actual #> '{metadata,ownerReferences}' is null and (
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

  FabricResource require(UUID fabric, UUID id) {
    return jdbc.sql("select * from caravan.fabric_resources where fabric_id = :fabric and id = :id")
        .param("fabric", fabric)
        .param("id", id)
        .query(this::resource)
        .optional()
        .orElseThrow(() -> PermanentFailure.notFound("There is no resource " + id));
  }

  /** By kind and name. */
  List<FabricResource> list(
      UUID fabric,
      @Nullable String drift,
      @Nullable String state,
      @Nullable String kind,
      @Nullable String health,
      PageRequest page) {
    return jdbc.sql(
            """
            select * from caravan.fabric_resources
            where fabric_id = :fabric and (:drift::text is null or drift = :drift)
              and (:state::text is null or state = :state) and (:kind::text is null or lower(kind) = lower(:kind))
              and (:health::text is null or health = :health)
              and (:afterKind::text is null or (kind, name, id) > (:afterKind, :afterName, :afterId::uuid))
            order by kind, name, id limit :limit
            """)
        .param("fabric", fabric)
        .param("drift", drift)
        .param("state", state)
        .param("kind", kind)
        .param("health", health)
        .param("afterKind", page.after().map(at -> at.text(0)).orElse(null))
        .param("afterName", page.after().map(at -> at.text(1)).orElse(null))
        .param("afterId", page.after().map(at -> at.uuid(2)).orElse(null))
        .param("limit", page.rowsToRead())
        .query(this::resource)
        .list();
  }

  static Cursor cursor(FabricResource resource) {
    return Cursor.of(resource.kind(), resource.name(), resource.id());
  }

  private @Nullable JsonNode optional(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? null : Rows.tree(json, text);
  }

  private FabricResource resource(ResultSet row, int n) throws SQLException {
    return new FabricResource(
        row.getObject("id", UUID.class),
        row.getObject("fabric_id", UUID.class),
        row.getString("api_group"),
        row.getString("kind"),
        row.getString("namespace"),
        row.getString("name"),
        optional(row, "desired"),
        row.getString("desired_commit"),
        row.getString("desired_file"),
        optional(row, "base"),
        row.getString("applied_uid"),
        row.getString("applied_commit"),
        Rows.instant(row, "applied_at"),
        optional(row, "actual"),
        row.getString("uid"),
        row.getString("resource_version"),
        row.getObject("generation", Long.class),
        row.getString("health"),
        row.getString("health_message"),
        row.getString("state"),
        row.getString("drift"),
        Rows.tree(json, row.getString("differences")),
        row.getString("action"),
        optional(row, "failure"),
        row.getBoolean("stale"),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }
}
