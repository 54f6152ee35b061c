package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.caravan.paging.Cursor;
import dev.caravan.paging.ReadRow;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Every resource that was ever made for a deployment, and how far it is. */
@Component
class ResourceStore {

  private static final String SELECT = "select * from caravan.deployment_resources where ";
  private static final String ORDER = " order by kind, ordinal, name";

  /** A longer time between two looks is time in which nobody looked. */
  private static final Duration LOOKS_APART = Duration.ofSeconds(10);

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  ResourceStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Writes down what is wanted: all of it, or nothing when we die meanwhile. */
  void plan(Collection<Resource> resources) {
    ArrayNode rows = json.createArrayNode();
    for (Resource each : resources) {
      rows.addObject()
          .put("id", each.id().toString())
          .put("deployment_id", each.deployment().toString())
          .put("process_id", each.process().toString())
          .put("kind", each.kind().key())
          .put("name", each.name())
          .put("vm_type", each.vmType())
          .put("ordinal", each.ordinal())
          .put("replaced", each.replaced())
          .set("spec", each.spec());
    }
    jdbc.sql(
            """
            insert into caravan.deployment_resources
              (id, deployment_id, process_id, kind, name, vm_type, ordinal, spec, state, replaced)
            select id, deployment_id, process_id, kind, name, vm_type, ordinal, spec, 'planned', replaced
            from jsonb_to_recordset(:rows::jsonb) as wanted
              (id uuid, deployment_id uuid, process_id uuid, kind text, name text, vm_type text,
               ordinal int, spec jsonb, replaced int)
            on conflict do nothing
            """)
        .param("rows", rows.toString())
        .update();
  }

  /** Takes up a server that was found by its mark, to be removed. */
  void adopt(Resource orphan) {
    jdbc.sql(
            """
            insert into caravan.deployment_resources
              (id, deployment_id, process_id, kind, name, spec, state, openstack_id, asked_at, present_at)
            values (:id, :deployment, :process, :kind, :name, :spec::jsonb, 'removing', :openstack, now(), now())
            """)
        .param("id", orphan.id())
        .param("deployment", orphan.deployment())
        .param("process", orphan.process())
        .param("kind", orphan.kind().key())
        .param("name", orphan.name())
        .param("spec", orphan.spec().toString())
        .param("openstack", orphan.requireOpenstackId())
        .update();
  }

  /** Those of the cloud's ids that are on record and not gone, of whatever deployment. */
  Set<String> onRecord(Collection<String> openstackIds) {
    return openstackIds.isEmpty()
        ? Set.of()
        : new HashSet<>(
            jdbc.sql(
                    """
                    select openstack_id from caravan.deployment_resources
                    where openstack_id in (:ids) and state <> 'gone'
                    """)
                .param("ids", openstackIds)
                .query(String.class)
                .list());
  }

  /** All that is there, or may be, or is to be. */
  List<Resource> standing(UUID deployment) {
    return jdbc.sql(SELECT + "deployment_id = :deployment and state <> 'gone'" + ORDER)
        .param("deployment", deployment)
        .query(this::resource)
        .list();
  }

  /** The same of many deployments at once. */
  Map<UUID, List<Resource>> standing(Collection<UUID> deployments) {
    return deployments.isEmpty()
        ? Map.of()
        : jdbc
            .sql(SELECT + "deployment_id in (:deployments) and state <> 'gone'" + ORDER)
            .param("deployments", deployments)
            .query(this::resource)
            .list()
            .stream()
            .collect(Collectors.groupingBy(Resource::deployment));
  }

  /** The same for people to see: a row that cannot be understood is told of in the log alone. */
  Map<UUID, List<Resource>> shown(Collection<UUID> deployments) {
    return deployments.isEmpty()
        ? Map.of()
        : ReadRow.items(
                jdbc.sql(SELECT + "deployment_id in (:deployments) and state <> 'gone'" + ORDER)
                    .param("deployments", deployments)
                    .query(
                        ReadRow.each(this::resource, "id", row -> Cursor.of(row.getString("id"))))
                    .list())
            .stream()
            .collect(Collectors.groupingBy(Resource::deployment));
  }

  /** The same of one deployment. */
  List<Resource> shown(UUID deployment) {
    return shown(List.of(deployment)).getOrDefault(deployment, List.of());
  }

  /** Those of one kind in some states, of whatever operation. */
  List<Resource> of(UUID deployment, ResourceKind kind, ResourceState... states) {
    return jdbc.sql(
            SELECT + "deployment_id = :deployment and kind = :kind and state in (:states)" + ORDER)
        .param("deployment", deployment)
        .param("kind", kind.key())
        .param("states", Arrays.stream(states).map(ResourceState::key).toList())
        .query(this::resource)
        .list();
  }

  /** The servers of many deployments that are there, or on their way out. */
  Map<UUID, List<Resource>> servers(Collection<UUID> deployments) {
    return deployments.isEmpty()
        ? Map.of()
        : jdbc
            .sql(
                SELECT
                    + "deployment_id in (:deployments) and kind = 'server' and state in ('present',"
                    + " 'removing')"
                    + ORDER)
            .param("deployments", deployments)
            .query(this::resource)
            .list()
            .stream()
            .collect(Collectors.groupingBy(Resource::deployment));
  }

  /** The deployments of which a server was taken on by its cloud just now. */
  Set<UUID> withServersYoungerThan(Duration age) {
    return new HashSet<>(
        jdbc.sql(
                """
                select distinct deployment_id from caravan.deployment_resources
                where kind = 'server' and present_at > now() - make_interval(secs => :age)
                """)
            .param("age", age.toMillis() / 1000.0)
            .query(UUID.class)
            .list());
  }

  /** Committed before the request is sent: from here on they may exist. */
  void asked(Collection<Resource> resources) {
    update("state = 'asked', asked_at = now()", resources);
  }

  /** Nobody knows what became of a request: there may be twins in the end. */
  void doubtful(Collection<Resource> resources) {
    update("doubtful = true", resources);
  }

  /** Those of which there may be twins although they are gone. */
  List<Resource> doubtfulAndGone(UUID deployment) {
    return jdbc.sql(SELECT + "deployment_id = :deployment and state = 'gone' and doubtful" + ORDER)
        .param("deployment", deployment)
        .query(this::resource)
        .list();
  }

  void present(Resource resource, String openstackId, @Nullable String address) {
    jdbc.sql(
            """
            update caravan.deployment_resources
            set state = case when state in ('planned', 'asked') then 'present' else state end,
                openstack_id = :id, address = coalesce(:address, address), present_at = coalesce(present_at, now())
            where id = :resource
            """)
        .param("id", openstackId)
        .param("address", address)
        .param("resource", resource.id())
        .update();
  }

  /**
   * What was seen of servers just now. The time since the look before counts as observed, as far as
   * looks may be apart while somebody looks at all.
   */
  void seen(Map<Resource, Sighting> sightings) {
    ArrayNode rows = json.createArrayNode();
    sightings.forEach(
        (server, sighting) ->
            rows.addObject()
                .put("id", server.id().toString())
                .put("status", sighting.status())
                .put("fault", sighting.fault()));
    if (rows.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update caravan.deployment_resources server
            set status = seen.status, fault = coalesce(seen.fault, server.fault), looked_at = now(),
                observed_seconds = observed_seconds
                  + coalesce(least(extract(epoch from now() - looked_at), :apart), 0)
            from jsonb_to_recordset(:rows::jsonb) as seen (id uuid, status text, fault text)
            where server.id = seen.id and server.state in ('present', 'removing')
              and (server.status is distinct from seen.status or seen.fault is not null
                   or looked_at is null or looked_at < now() - interval '2 s')
            """)
        .param("rows", rows.toString())
        .param("apart", LOOKS_APART.toSeconds())
        .update();
  }

  /** Those in a state that were watched for longer than the limit. */
  Set<UUID> overdue(Collection<UUID> deployments, ResourceState state, Duration limit) {
    return deployments.isEmpty()
        ? Set.of()
        : new HashSet<>(
            jdbc.sql(
                    """
                    select id from caravan.deployment_resources
                    where deployment_id in (:deployments) and kind = 'server' and state = :state
                      and observed_seconds >= :limit
                    """)
                .param("deployments", deployments)
                .param("state", state.key())
                .param("limit", limit.toMillis() / 1000.0)
                .query(UUID.class)
                .list());
  }

  /** The longest time that nobody looked at one of these since its wait began. */
  Duration unwatched(Collection<Resource> servers) {
    return Duration.ofSeconds(
        jdbc.sql(
                """
                select coalesce(max(extract(epoch from now() - present_at) - observed_seconds), 0)::bigint
                from caravan.deployment_resources where id in (:ids)
                """)
            .param("ids", servers.stream().map(Resource::id).toList())
            .query(Long.class)
            .single());
  }

  /** Those on their way out that were not asked to go for a while. */
  Set<UUID> notAskedToGo(Collection<UUID> deployments, Duration lately) {
    return deployments.isEmpty()
        ? Set.of()
        : new HashSet<>(
            jdbc.sql(
                    """
                    select id from caravan.deployment_resources
                    where deployment_id in (:deployments) and kind = 'server' and state = 'removing'
                      and removal_asked_at < now() - make_interval(secs => :lately)
                    """)
                .param("deployments", deployments)
                .param("lately", lately.toMillis() / 1000.0)
                .query(UUID.class)
                .list());
  }

  /** They were asked to go just now. */
  void askedToGo(Collection<Resource> servers) {
    update("removal_asked_at = now()", servers);
  }

  /** The wait for them begins anew, as when a person resumes what failed by a limit. */
  void waitAnew(Collection<Resource> servers) {
    update("observed_seconds = 0, looked_at = null", servers);
  }

  /** What was never asked for is gone at once. */
  void remove(Collection<Resource> resources) {
    update(
        """
        state = case when asked_at is null then 'gone' else 'removing' end,
        gone_at = case when asked_at is null then now() end,
        observed_seconds = 0, looked_at = null\
        """,
        resources);
  }

  /** Another operation goes on with it. */
  void takeOver(Resource resource, UUID process) {
    jdbc.sql("update caravan.deployment_resources set process_id = :process where id = :id")
        .param("process", process)
        .param("id", resource.id())
        .update();
  }

  void gone(Collection<Resource> resources) {
    update("state = 'gone', gone_at = now()", resources);
  }

  private void update(String change, Collection<Resource> resources) {
    if (!resources.isEmpty()) {
      jdbc.sql("update caravan.deployment_resources set " + change + " where id in (:ids)")
          .param("ids", resources.stream().map(Resource::id).toList())
          .update();
    }
  }

  private Resource resource(ResultSet row, int n) throws SQLException {
    return new Resource(
        row.getObject("id", UUID.class),
        row.getObject("deployment_id", UUID.class),
        row.getObject("process_id", UUID.class),
        ResourceKind.ofKey(row.getString("kind")),
        row.getString("name"),
        row.getString("vm_type"),
        row.getInt("ordinal"),
        Rows.tree(json, row.getString("spec")),
        ResourceState.ofKey(row.getString("state")),
        row.getObject("asked_at") != null,
        row.getString("openstack_id"),
        row.getString("status"),
        row.getString("address"),
        row.getString("fault"),
        row.getInt("replaced"),
        row.getBoolean("doubtful"));
  }
}
