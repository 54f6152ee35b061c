package dev.caravan.fabric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.paging.Cursor;
import dev.caravan.paging.PageBytes;
import dev.caravan.paging.PageRequest;
import dev.caravan.paging.ReadRow;
import dev.caravan.security.Vault;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What people say of fabrics; what lets us in is sealed. */
@Component
class FabricStore {

  private static final TypeReference<List<TimeWindow>> WINDOWS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Vault vault;

  FabricStore(JdbcClient jdbc, ObjectMapper json, Vault vault) {
    this.jdbc = jdbc;
    this.json = json;
    this.vault = vault;
  }

  Optional<Fabric> find(UUID id) {
    return jdbc.sql("select * from caravan.fabrics where id = :id")
        .param("id", id)
        .query(ReadRow.one(this::fabric, "fabric"))
        .optional();
  }

  Fabric require(UUID id) {
    return find(id).orElseThrow(() -> PermanentFailure.notFound("There is no fabric " + id));
  }

  /** By name. */
  List<ReadRow<Fabric>> list(PageRequest page) {
    return jdbc.sql(
            PageBytes.bounded(
                """
                select * from caravan.fabrics where :after::text is null or name > :after
                order by name limit :limit
                """))
        .param("after", page.after().map(at -> at.text(0)).orElse(null))
        .param("limit", page.rowsToRead())
        .query(ReadRow.paged(this::fabric, "id", row -> Cursor.of(row.getString("name"))))
        .list();
  }

  /** All there are, by name. */
  List<Fabric> all() {
    return ReadRow.items(
        jdbc.sql("select * from caravan.fabrics order by name").query(readable()).list());
  }

  List<Fabric> ofIds(Collection<UUID> ids) {
    return ids.isEmpty()
        ? List.of()
        : ReadRow.items(
            jdbc.sql("select * from caravan.fabrics where id in (:ids) order by name")
                .param("ids", ids)
                .query(readable())
                .list());
  }

  /** All that are to be watched between their runs. */
  List<Fabric> watched() {
    return ReadRow.items(
        jdbc.sql("select * from caravan.fabrics where watch and sync_enabled order by id")
            .query(readable())
            .list());
  }

  FabricSecrets secrets(UUID id) {
    byte[] sealed =
        jdbc.sql("select secrets from caravan.fabrics where id = :id")
            .param("id", id)
            .query((row, n) -> row.getBytes("secrets"))
            .single();
    Fabric fabric = require(id);
    try {
      return FabricSecrets.of(
          json.readValue(vault.open(sealed, purpose(id)), FabricSecrets.Kept.class),
          fabric.cluster().server(),
          fabric.git().url());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("sealed secrets of a fabric are broken");
    }
  }

  void insert(Fabric fabric, FabricSecrets secrets) {
    write(
        """
        insert into caravan.fabrics
          (id, name, cluster, git, secrets, api_groups, kinds, sync_enabled, sync_interval, policy, prune, self_heal,
           dry_run_first, windows, blackouts, watch, capture_branch, created_by)
        values
          (:id, :name, :cluster::jsonb, :git::jsonb, :secrets, string_to_array(:groups, ','), string_to_array(:kinds, ','),
           :enabled, :interval, :policy, :prune, :selfHeal, :dryRunFirst, :windows::jsonb, :blackouts::jsonb, :watch,
           :capture, :by)
        """,
        fabric,
        secrets);
  }

  /** Writes a changed fabric; false where it has become another version meanwhile. */
  boolean update(Fabric fabric, FabricSecrets secrets) {
    return write(
            """
            update caravan.fabrics set name = :name, cluster = :cluster::jsonb, git = :git::jsonb, secrets = :secrets,
              api_groups = string_to_array(:groups, ','), kinds = string_to_array(:kinds, ','), sync_enabled = :enabled,
              sync_interval = :interval, policy = :policy, prune = :prune, self_heal = :selfHeal,
              dry_run_first = :dryRunFirst, windows = :windows::jsonb, blackouts = :blackouts::jsonb, watch = :watch,
              capture_branch = :capture, version = version + 1, updated_at = now()
            where id = :id and version = :version and :by::text is not null
            """,
            fabric,
            secrets)
        == 1;
  }

  boolean delete(Fabric fabric) {
    return jdbc.sql("delete from caravan.fabrics where id = :id and version = :version")
            .param("id", fabric.id())
            .param("version", fabric.version())
            .update()
        == 1;
  }

  private int write(String statement, Fabric fabric, FabricSecrets secrets) {
    try {
      return jdbc.sql(statement)
          .param("id", fabric.id())
          .param("name", fabric.name())
          .param("cluster", text(fabric.cluster()))
          .param("git", text(fabric.git()))
          .param("secrets", vault.seal(text(secrets.kept()), purpose(fabric.id())))
          .param("groups", String.join(",", fabric.apiGroups()))
          .param("kinds", String.join(",", fabric.kinds()))
          .param("enabled", fabric.syncEnabled())
          .param("interval", fabric.syncInterval())
          .param("policy", fabric.policy().word())
          .param("prune", fabric.prune())
          .param("selfHeal", fabric.selfHeal())
          .param("dryRunFirst", fabric.dryRunFirst())
          .param("windows", text(fabric.windows()))
          .param("blackouts", text(fabric.blackouts()))
          .param("watch", fabric.watch())
          .param("capture", fabric.captureBranch())
          .param("by", fabric.createdBy())
          .param("version", fabric.version())
          .update();
    } catch (DuplicateKeyException taken) {
      throw PermanentFailure.conflict(
          "There is a fabric named %s already".formatted(fabric.name()));
    }
  }

  static String purpose(UUID id) {
    return "fabric/" + id;
  }

  private String text(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** One that cannot be read keeps no other from being looked at. */
  private RowMapper<ReadRow<Fabric>> readable() {
    return ReadRow.each(this::fabric, "id", row -> Cursor.of(row.getString("name")));
  }

  private Fabric fabric(ResultSet row, int n) throws SQLException {
    return new Fabric(
        row.getObject("id", UUID.class),
        row.getString("name"),
        json.convertValue(Rows.tree(json, row.getString("cluster")), ClusterPlace.class),
        json.convertValue(Rows.tree(json, row.getString("git")), GitPlace.class),
        Rows.texts(row, "api_groups"),
        Rows.texts(row, "kinds"),
        row.getBoolean("sync_enabled"),
        row.getInt("sync_interval"),
        Policy.valueOf(row.getString("policy").toUpperCase(Locale.ROOT)),
        row.getBoolean("prune"),
        row.getBoolean("self_heal"),
        row.getBoolean("dry_run_first"),
        json.convertValue(Rows.tree(json, row.getString("windows")), WINDOWS),
        json.convertValue(Rows.tree(json, row.getString("blackouts")), WINDOWS),
        row.getBoolean("watch"),
        row.getString("capture_branch"),
        row.getInt("version"),
        row.getString("created_by"),
        Rows.time(row, "created_at"),
        Rows.time(row, "updated_at"));
  }
}
