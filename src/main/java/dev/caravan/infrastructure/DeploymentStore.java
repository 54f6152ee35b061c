package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.paging.Cursor;
import dev.caravan.paging.PageBytes;
import dev.caravan.paging.PageRequest;
import dev.caravan.paging.ReadRow;
import dev.caravan.storage.Rows;
import dev.caravan.worker.Step;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The deployments, and which operation holds each. */
@Component
class DeploymentStore {

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  DeploymentStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  void insert(Deployment deployment) {
    try {
      jdbc.sql(
              """
              insert into caravan.deployments
                (id, name, status, template, template_version, cloud_region, parameters, blueprint, metadata,
                 operation, process_id, created_by)
              values (:id, :name, 'PENDING', :template, :version, :cloud, :parameters::jsonb, :blueprint::jsonb,
                      :metadata::jsonb, :operation, :process, :by)
              """)
          .param("id", deployment.id())
          .param("name", deployment.name())
          .param("template", deployment.template())
          .param("version", deployment.templateVersion())
          .param("cloud", deployment.cloudRegion())
          .param("parameters", deployment.parameters().toString())
          .param("blueprint", deployment.blueprint().toString())
          .param("metadata", deployment.metadata().toString())
          .param("operation", deployment.operation())
          .param("process", deployment.processId())
          .param("by", deployment.createdBy())
          .update();
    } catch (DuplicateKeyException taken) {
      throw PermanentFailure.conflict(
          "There is a deployment named %s already".formatted(deployment.name()));
    }
  }

  Optional<Deployment> find(UUID id) {
    return jdbc.sql("select * from caravan.deployments where id = :id")
        .param("id", id)
        .query(ReadRow.one(this::deployment, "deployment"))
        .optional();
  }

  Deployment require(UUID id) {
    return find(id).orElseThrow(() -> PermanentFailure.notFound("There is no deployment " + id));
  }

  /** The one that a step of a workflow is about. */
  Deployment require(Step step) {
    return require(UUID.fromString(String.valueOf(step.inputs().get("deployment_id"))));
  }

  /** The deployment that a process works on. */
  Optional<Deployment> ofProcess(UUID process) {
    return jdbc.sql("select * from caravan.deployments where process_id = :process")
        .param("process", process)
        .query(this::deployment)
        .optional();
  }

  List<Deployment> ofProcesses(Collection<UUID> processes) {
    return jdbc.sql("select * from caravan.deployments where process_id in (:processes)")
        .param("processes", processes)
        .query(this::deployment)
        .list();
  }

  /** The newest first. */
  List<ReadRow<Deployment>> list(
      @Nullable DeploymentStatus status,
      @Nullable String template,
      @Nullable String cloud,
      PageRequest page) {
    Optional<Cursor> after = page.after();
    return jdbc.sql(
            PageBytes.bounded(
                """
                select * from caravan.deployments
                where (:status::text is null or status = :status)
                  and (:template::text is null or template = :template)
                  and (:cloud::text is null or cloud_region = :cloud)
                  and (:after::timestamptz is null or (created_at, id) < (:after, :afterId::uuid))
                order by created_at desc, id desc limit :limit
                """))
        .param("status", status == null ? null : status.name())
        .param("template", template)
        .param("cloud", cloud)
        .param("after", after.map(at -> at.instant(0).atOffset(ZoneOffset.UTC)).orElse(null))
        .param("afterId", after.map(at -> at.uuid(1)).orElse(null))
        .param("limit", page.rowsToRead())
        .query(ReadRow.paged(this::deployment, "id", DeploymentStore::key))
        .list();
  }

  /** Takes the deployment for an operation and its process; false when another one holds it. */
  boolean hold(UUID id, OperationKind operation, UUID process) {
    return jdbc.sql(
                """
                update caravan.deployments set operation = :operation, process_id = :process, updated_at = now()
                where id = :id and operation is null
                """)
            .param("id", id)
            .param("operation", operation.workflow())
            .param("process", process)
            .update()
        == 1;
  }

  /** The operation has ended: the next one may come. */
  void letGo(UUID id) {
    jdbc.sql("update caravan.deployments set operation = null, updated_at = now() where id = :id")
        .param("id", id)
        .update();
  }

  void become(UUID id, DeploymentStatus status) {
    int changed =
        jdbc.sql(
                """
                update caravan.deployments
                set status = :status, updated_at = now(),
                    completed_at = case when :status = 'COMPLETED' then coalesce(completed_at, now()) else completed_at end,
                    deleted_at = case when :status = 'DELETED' then now() else deleted_at end
                where id = :id and status in (:before)
                """)
            .param("id", id)
            .param("status", status.name())
            .param("before", status.before().stream().map(DeploymentStatus::name).toList())
            .update();
    if (changed == 0) {
      Deployment deployment = require(id);
      throw PermanentFailure.conflict(
          "Deployment %s is %s and cannot become %s"
              .formatted(deployment.name(), deployment.status(), status));
    }
  }

  void planned(UUID id, JsonNode plan) {
    set(id, "plan", plan);
  }

  void failed(UUID id, @Nullable JsonNode error) {
    set(id, "error", error);
  }

  /** Adds to the metadata. */
  void note(UUID id, JsonNode more) {
    jdbc.sql(
            "update caravan.deployments set metadata = metadata || :more::jsonb, updated_at = now()"
                + " where id = :id")
        .param("id", id)
        .param("more", more.toString())
        .update();
  }

  /** Adds what NetBox shows; the deployment itself has not changed by it. */
  void recorded(UUID id, JsonNode more) {
    jdbc.sql("update caravan.deployments set metadata = metadata || :more::jsonb where id = :id")
        .param("id", id)
        .param("more", more.toString())
        .update();
  }

  /** What a check found; the deployment itself has not changed by it. */
  void checked(UUID id, JsonNode drift) {
    jdbc.sql("update caravan.deployments set drift = :drift::jsonb where id = :id")
        .param("id", id)
        .param("drift", drift.toString())
        .update();
  }

  /** The same, unless something was done to the deployment since it was read. */
  boolean checkedUnchanged(Deployment deployment, JsonNode drift) {
    return jdbc.sql(
                """
                update caravan.deployments set drift = :drift::jsonb
                where id = :id and operation is null and updated_at = :read
                """)
            .param("id", deployment.id())
            .param("drift", drift.toString())
            .param("read", OffsetDateTime.ofInstant(deployment.updatedAt(), ZoneOffset.UTC))
            .update()
        == 1;
  }

  /** Those on a cloud that nobody works on, whatever has become of them. */
  List<Deployment> idle(String cloud) {
    return jdbc.sql(
            """
            select * from caravan.deployments
            where cloud_region = :cloud and operation is null and status <> 'DELETED'
            """)
        .param("cloud", cloud)
        .query(this::deployment)
        .list();
  }

  List<Deployment> of(Collection<UUID> ids) {
    return ids.isEmpty()
        ? List.of()
        : jdbc.sql("select * from caravan.deployments where id in (:ids)")
            .param("ids", ids)
            .query(this::deployment)
            .list();
  }

  /** Every cloud that has deployments, or had some. */
  List<String> clouds() {
    return jdbc.sql("select distinct cloud_region from caravan.deployments order by 1")
        .query(String.class)
        .list();
  }

  Map<String, Long> statuses() {
    Map<String, Long> counts = new TreeMap<>();
    jdbc.sql("select status, count(*) as n from caravan.deployments group by 1")
        .query((row, n) -> counts.put(row.getString("status"), row.getLong("n")))
        .list();
    return counts;
  }

  /** How many differences there are, by problem. */
  Map<String, Long> drift() {
    Map<String, Long> counts = new TreeMap<>();
    jdbc.sql(
            """
            select finding ->> 'problem' as problem, count(*) as n
            from caravan.deployments,
                 jsonb_path_query(drift, '$.findings[*]') finding
            where drift ->> 'in_sync' = 'false'
            group by 1
            """)
        .query((row, n) -> counts.put(row.getString("problem"), row.getLong("n")))
        .list();
    return counts;
  }

  private void set(UUID id, String column, @Nullable JsonNode value) {
    jdbc.sql(
            "update caravan.deployments set %s = :value::jsonb, updated_at = now() where id = :id"
                .formatted(column))
        .param("id", id)
        .param("value", value == null ? null : value.toString())
        .update();
  }

  private static Cursor key(ResultSet row) throws SQLException {
    return Cursor.of(Rows.time(row, "created_at"), row.getObject("id"));
  }

  private Deployment deployment(ResultSet row, int n) throws SQLException {
    return new Deployment(
        row.getObject("id", UUID.class),
        row.getString("name"),
        DeploymentStatus.valueOf(row.getString("status")),
        row.getString("template"),
        row.getInt("template_version"),
        row.getString("cloud_region"),
        Rows.tree(json, row.getString("parameters")),
        Rows.tree(json, row.getString("blueprint")),
        Rows.tree(json, row.getString("plan")),
        Rows.tree(json, row.getString("metadata")),
        Rows.tree(json, row.getString("error")),
        Rows.tree(json, row.getString("drift")),
        row.getString("operation"),
        row.getObject("process_id", UUID.class),
        row.getString("created_by"),
        Rows.time(row, "created_at"),
        Rows.time(row, "updated_at"),
        Rows.timeOrNull(row, "completed_at"),
        Rows.timeOrNull(row, "deleted_at"));
  }
}
