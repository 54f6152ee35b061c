package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is to be applied, and what the cluster took, deleted and refused. */
@Component
class AppliedStore {

  private static final String NOT_DECLARED = " and t.desired is null";

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final FabricResourceReader reader;

  AppliedStore(JdbcClient jdbc, ObjectMapper json, FabricResourceReader reader) {
    this.jdbc = jdbc;
    this.json = json;
    this.reader = reader;
  }

  /** Those that policy would have changed. */
  List<FabricResource> withAction(UUID fabric) {
    return jdbc.sql(
            """
            select * from caravan.fabric_resources where fabric_id = :id and action is not null
            order by api_group, kind, namespace, name
            """)
        .param("id", fabric)
        .query(reader)
        .list();
  }

  int actions(UUID fabric) {
    return jdbc.sql(
            "select count(*) from caravan.fabric_resources where fabric_id = :id and action is not"
                + " null")
        .param("id", fabric)
        .query(Integer.class)
        .single();
  }

  /** How many objects are to be deleted and are not left to another fabric. */
  long deletions(UUID fabric) {
    return jdbc.sql(
            """
            select count(*) from caravan.fabric_resources r
            where fabric_id = :id and action = 'delete'
              and not exists (select 1 from caravan.fabric_resources_shared s where s.id = r.id)
            """)
        .param("id", fabric)
        .query(Long.class)
        .single();
  }

  /** How many objects of the cluster the fabric has applied. */
  long applied(UUID fabric) {
    return jdbc.sql(
            """
            select count(*) from caravan.fabric_resources
            where fabric_id = :id and applied_uid is not null and applied_uid = uid
            """)
        .param("id", fabric)
        .query(Long.class)
        .single();
  }

  /**
   * Objects to be changed that another fabric declares and has applied, and those to be deleted
   * that another declares, each with its name.
   */
  Map<UUID, String> declaredByOthers(UUID fabric) {
    Map<UUID, String> others = new HashMap<>();
    jdbc.sql(
            """
            select r.id, min(s.other) as other
            from caravan.fabric_resources r join caravan.fabric_resources_shared s on s.id = r.id
            where r.fabric_id = :id and r.action is not null and (r.action = 'delete' or s.applied_there)
            group by 1
            """)
        .param("id", fabric)
        .query((row, n) -> others.put(row.getObject("id", UUID.class), row.getString("other")))
        .list();
    return others;
  }

  /** These are another fabric's from now on. */
  void released(Collection<UUID> ids) {
    if (!ids.isEmpty()) {
      jdbc.sql(
              """
              update caravan.fabric_resources
              set released_uid = applied_uid, applied_uid = null, state = 'orphaned', drift = 'actual_only', action = null, failure = null,
                  stale = true, updated_at = now()
              where id in (:ids)
              """)
          .param("ids", ids)
          .update();
    }
  }

  /** What the cluster took: from now on it is ours, and, but for what it kept, agreed on. */
  void applied(Collection<Applied> applied) {
    if (applied.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update caravan.fabric_resources r
            set base = case when made.whole then r.desired else r.base end, normalised = made.normalised,
                applied_uid = made.uid, released_uid = null, applied_commit = r.desired_commit, applied_at = now(),
                failure = null, stale = true, updated_at = now()
            from jsonb_to_recordset(:rows::jsonb) as made (id uuid, uid text, normalised jsonb, whole boolean)
            where r.id = made.id
            """)
        .param("rows", json.valueToTree(applied).toString())
        .update();
  }

  /** What was deleted is there no more, as far as we know; the next list proves it. */
  void deleted(Collection<UUID> ids) {
    if (!ids.isEmpty()) {
      forgetKindsOf(ids);
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

  /** With its definition a kind goes, and nothing of it can be listed any more. */
  private void forgetKindsOf(Collection<UUID> definitions) {
    String gone =
        """
        with gone as (
          select fabric_id, coalesce(actual, base) #>> '{spec,group}' as api_group,
                 coalesce(actual, base) #>> '{spec,names,kind}' as kind
          from caravan.fabric_resources
          where id in (:ids) and api_group = :group and kind = :kind)
        delete from caravan.%s t using gone
        where t.fabric_id = gone.fabric_id and t.api_group = gone.api_group and t.kind = gone.kind
        """;
    for (String rows :
        List.of(
            gone.formatted("fabric_kinds"), gone.formatted("fabric_resources") + NOT_DECLARED)) {
      jdbc.sql(rows)
          .param("ids", definitions)
          .param("group", Foundation.DEFINITIONS_GROUP)
          .param("kind", Foundation.DEFINITION)
          .update();
    }
  }

  /**
   * An object that was applied.
   *
   * @param normalised what the cluster keeps in its own way
   * @param whole whether all of it is as declared now; else others own what was to go
   */
  record Applied(UUID id, String uid, JsonNode normalised, boolean whole) {}

  /** The fabric is somewhere else from now on: nothing that was found or done there holds here. */
  void forgetCluster(UUID fabric) {
    jdbc.sql(
            """
            delete from caravan.fabric_resources where fabric_id = :id and desired is null
            """)
        .param("id", fabric)
        .update();
    jdbc.sql(
            """
            update caravan.fabric_resources
            set base = null, applied_uid = null, released_uid = null, applied_commit = null, applied_at = null, actual = null, uid = null,
                resource_version = null, generation = null, health = 'unknown', health_message = null,
                state = 'committed', drift = 'desired_only', differences = '[]', action = null, normalised = '[]',
                failure = null, captured = null, captured_commit = null, stale = true, updated_at = now()
            where fabric_id = :id
            """)
        .param("id", fabric)
        .update();
  }

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
}
