package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What runs found of their fabrics. */
@Component
class ProofStore {

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  ProofStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  void insert(UUID fabric) {
    jdbc.sql("insert into caravan.fabric_proofs (fabric_id) values (:id) on conflict do nothing")
        .param("id", fabric)
        .update();
  }

  Proof require(UUID fabric) {
    return jdbc.sql("select * from caravan.fabric_proofs where fabric_id = :id")
        .param("id", fabric)
        .query(this::proof)
        .single();
  }

  List<Proof> of(Collection<UUID> fabrics) {
    return fabrics.isEmpty()
        ? List.of()
        : jdbc.sql("select * from caravan.fabric_proofs where fabric_id in (:ids)")
            .param("ids", fabrics)
            .query(this::proof)
            .list();
  }

  /** A run begins. */
  void attempted(UUID fabric) {
    jdbc.sql("update caravan.fabric_proofs set last_attempt = now() where fabric_id = :id")
        .param("id", fabric)
        .update();
  }

  /** What git says now is on record. */
  void read(UUID fabric, String commit, @Nullable String tree, String place) {
    jdbc.sql(
            """
            update caravan.fabric_proofs set read_commit = :commit, read_tree = :tree, place = :place where fabric_id = :id
            """)
        .param("id", fabric)
        .param("commit", commit)
        .param("tree", tree)
        .param("place", place)
        .update();
  }

  /** What lies in git and declares nothing. */
  void passedOver(UUID fabric, JsonNode all) {
    jdbc.sql("update caravan.fabric_proofs set passed_over = :all::jsonb where fabric_id = :id")
        .param("id", fabric)
        .param("all", all.toString())
        .update();
  }

  /** Caravan has committed this itself. */
  void captured(UUID fabric, String commit) {
    jdbc.sql("update caravan.fabric_proofs set captured_commit = :commit where fabric_id = :id")
        .param("id", fabric)
        .param("commit", commit)
        .update();
  }

  /** The record is of nothing that holds any more: git and kinds are looked at anew. */
  void forgetSources(UUID fabric) {
    jdbc.sql(
            """
            update caravan.fabric_proofs set read_tree = null, kinds_version = null where fabric_id = :id
            """)
        .param("id", fabric)
        .update();
  }

  /** The fabric is somewhere else from now on: nothing was proved there. */
  void forgetCluster(UUID fabric) {
    jdbc.sql(
            """
            update caravan.fabric_proofs
            set outcome = null, last_success = null, sync_error = null, synced_commit = null, proved_at = '{}',
                drift = '{}', connection_status = 'unknown'
            where fabric_id = :id
            """)
        .param("id", fabric)
        .update();
  }

  void kindsKnown(UUID fabric, int version) {
    jdbc.sql(
            """
            update caravan.fabric_proofs set kinds_version = :version, kinds_at = now() where fabric_id = :id
            """)
        .param("id", fabric)
        .param("version", version)
        .update();
  }

  void connection(UUID fabric, String status) {
    jdbc.sql(
            """
            update caravan.fabric_proofs set connection_status = :status
            where fabric_id = :id and connection_status <> :status
            """)
        .param("id", fabric)
        .param("status", status)
        .update();
  }

  /** Everything was compared; it is as old as the lists of the run that say so. */
  void proved(UUID fabric, UUID run, String outcome, JsonNode provedAt, JsonNode drift) {
    jdbc.sql(
            """
            update caravan.fabric_proofs
            set outcome = :outcome, sync_error = null, synced_commit = read_commit,
                last_success = (select coalesce(r.listed_at, r.created_at) from caravan.sync_runs r where r.id = :run),
                proved_at = :provedAt::jsonb, drift = :drift::jsonb
            where fabric_id = :id
            """)
        .param("id", fabric)
        .param("run", run)
        .param("outcome", outcome)
        .param("provedAt", provedAt.toString())
        .param("drift", drift.toString())
        .update();
  }

  /** It could not be compared, or must not be believed: what was proved before stays as it is. */
  void failed(UUID fabric, String outcome, JsonNode error) {
    jdbc.sql(
            """
            update caravan.fabric_proofs set outcome = :outcome, sync_error = :error::jsonb where fabric_id = :id
            """)
        .param("id", fabric)
        .param("outcome", outcome)
        .param("error", error.toString())
        .update();
  }

  /** Something was seen to change between the runs. */
  void drifted(UUID fabric, JsonNode drift, String outcome) {
    jdbc.sql(
            """
            update caravan.fabric_proofs set outcome = :outcome, drift = :drift::jsonb
            where fabric_id = :id and outcome in ('in_sync', 'out_of_sync')
            """)
        .param("id", fabric)
        .param("outcome", outcome)
        .param("drift", drift.toString())
        .update();
  }

  private Proof proof(ResultSet row, int n) throws SQLException {
    return new Proof(
        row.getObject("fabric_id", UUID.class),
        row.getString("outcome"),
        Rows.timeOrNull(row, "last_attempt"),
        Rows.timeOrNull(row, "last_success"),
        row.getString("connection_status"),
        Rows.tree(json, row.getString("sync_error")),
        row.getString("synced_commit"),
        Rows.tree(json, row.getString("proved_at")),
        Rows.tree(json, row.getString("drift")),
        row.getString("read_commit"),
        row.getString("read_tree"),
        row.getString("place"),
        row.getString("captured_commit"),
        row.getObject("kinds_version", Integer.class),
        Rows.timeOrNull(row, "kinds_at"));
  }
}
