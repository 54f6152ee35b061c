package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.paging.PageRequest;
import dev.caravan.storage.Rows;
import dev.caravan.worker.Step;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The runs, from their beginning to their end. */
@Component
class SyncRunStore {

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  SyncRunStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  void insert(SyncRun run) {
    jdbc.sql(
            """
            insert into caravan.sync_runs
              (id, fabric_id, trigger, dry_run, accept_empty, self_heal, requested_by, request_id, due_at, missed)
            values (:id, :fabric, :trigger, :dryRun, :acceptEmpty, :selfHeal, :by, :request, :due, :missed)
            """)
        .param("id", run.id())
        .param("fabric", run.fabricId())
        .param("trigger", run.trigger())
        .param("dryRun", run.dryRun())
        .param("acceptEmpty", run.acceptEmpty())
        .param("selfHeal", run.selfHeal())
        .param("by", run.requestedBy())
        .param("request", run.requestId())
        .param("due", run.dueAt() == null ? null : run.dueAt().atOffset(ZoneOffset.UTC))
        .param("missed", run.missed())
        .update();
  }

  Optional<SyncRun> find(UUID id) {
    return jdbc.sql("select * from caravan.sync_runs where id = :id")
        .param("id", id)
        .query(this::run)
        .optional();
  }

  /** The run that a step works for. */
  SyncRun require(Step step) {
    return find(UUID.fromString(step.processId()))
        .orElseThrow(() -> PermanentFailure.notFound("There is no sync run " + step.processId()));
  }

  /** The newest first. */
  List<SyncRun> list(UUID fabric, @Nullable String status, PageRequest page) {
    return jdbc.sql(
            """
            select * from caravan.sync_runs
            where fabric_id = :fabric and (:status::text is null or status = :status)
              and (:after::timestamptz is null or (created_at, id) < (:after, :afterId::uuid))
            order by created_at desc, id desc limit :limit
            """)
        .param("fabric", fabric)
        .param("status", status)
        .param("after", page.after().map(at -> at.instant(0).atOffset(ZoneOffset.UTC)).orElse(null))
        .param("afterId", page.after().map(at -> at.uuid(1)).orElse(null))
        .param("limit", page.rowsToRead())
        .query(this::run)
        .list();
  }

  void started(UUID id) {
    jdbc.sql(
            """
            update caravan.sync_runs set status = 'running', started_at = coalesce(started_at, now())
            where id = :id and ended_at is null and status = 'queued'
            """)
        .param("id", id)
        .update();
  }

  /**
   * The commit that a run is about.
   *
   * @param own whether Caravan made it itself
   */
  void commit(UUID id, String commit, boolean own) {
    jdbc.sql("update caravan.sync_runs set commit = :commit, own_commit = :own where id = :id")
        .param("id", id)
        .param("own", own)
        .param("commit", commit)
        .update();
  }

  /** What was passed over in git, as it was read last. */
  void passedOver(UUID id) {
    jdbc.sql(
            """
            update caravan.sync_runs r set passed_over = p.passed_over
            from caravan.fabric_proofs p where p.fabric_id = r.fabric_id and r.id = :id
            """)
        .param("id", id)
        .update();
  }

  /** What was asked of the cluster. */
  void sent(UUID id, int requests, int writes) {
    if (requests > 0) {
      jdbc.sql(
              """
              update caravan.sync_runs set requests = requests + :requests, writes = writes + :writes where id = :id
              """)
          .param("id", id)
          .param("requests", requests)
          .param("writes", writes)
          .update();
    }
  }

  /** Others fell due while it held the fabric: they are done with it. */
  void stoodFor(UUID id, int more) {
    if (more > 0) {
      jdbc.sql("update caravan.sync_runs set missed = missed + :more where id = :id")
          .param("id", id)
          .param("more", more)
          .update();
    }
  }

  /** What time it is where it is written down: nodes' clocks are not one. */
  Instant now() {
    return jdbc.sql("select now() as now").query((row, n) -> Rows.time(row, "now")).single();
  }

  /** All was listed that the run is about, and is what it goes by. */
  void planned(UUID id, Instant listedAt, int version, String place) {
    jdbc.sql(
            """
            update caravan.sync_runs set listed_at = :at, listed_version = :version, listed_place = :place where id = :id
            """)
        .param("id", id)
        .param("at", listedAt.atOffset(ZoneOffset.UTC))
        .param("version", version)
        .param("place", place)
        .update();
  }

  /** What a run goes by; empty where it has not listed anything. */
  Optional<Plan> plan(UUID id) {
    return jdbc.sql(
            """
            select listed_at, listed_version, listed_place,
                   (extract(epoch from now() - listed_at) * 1000)::bigint as age
            from caravan.sync_runs where id = :id and listed_at is not null
            """)
        .param("id", id)
        .query(
            (row, n) ->
                new Plan(
                    Rows.time(row, "listed_at"),
                    Duration.ofMillis(row.getLong("age")),
                    row.getInt("listed_version"),
                    row.getString("listed_place")))
        .optional();
  }

  void listed(UUID id, JsonNode resourceVersions) {
    jdbc.sql(
            """
            update caravan.sync_runs set resource_versions = resource_versions || :versions::jsonb where id = :id
            """)
        .param("id", id)
        .param("versions", resourceVersions.toString())
        .update();
  }

  /** Writes the end down once; false where it has ended before. */
  boolean ended(
      UUID id, String status, @Nullable String outcome, JsonNode counts, @Nullable JsonNode error) {
    return jdbc.sql(
                """
                update caravan.sync_runs
                set status = :status, outcome = :outcome, counts = :counts::jsonb, error = :error::jsonb,
                    started_at = coalesce(started_at, now()), ended_at = now()
                where id = :id and ended_at is null
                """)
            .param("id", id)
            .param("status", status)
            .param("outcome", outcome)
            .param("counts", counts.toString())
            .param("error", error == null ? null : error.toString())
            .update()
        == 1;
  }

  /**
   * Forgets those that ended longer ago than they are kept, and after an hour those of the schedule
   * that found nothing to do; of each fabric the last hundred stay.
   *
   * @return their ids, a thousand at most
   */
  List<UUID> forget(Duration age) {
    return jdbc.sql(
            """
            with numbered as (
              select id, ended_at, writes, status, trigger,
                     row_number() over (partition by fabric_id order by created_at desc) as place
              from caravan.sync_runs)
            delete from caravan.sync_runs where id in (
              select id from numbered
              where place > 100
                and (ended_at < now() - make_interval(secs => :age)
                     or (ended_at < now() - interval '1 hour' and writes = 0 and status = 'succeeded'
                         and trigger = 'schedule'))
              limit 1000)
            returning id
            """)
        .param("age", age.toSeconds())
        .query(UUID.class)
        .list();
  }

  private SyncRun run(ResultSet row, int n) throws SQLException {
    return new SyncRun(
        row.getObject("id", UUID.class),
        row.getObject("fabric_id", UUID.class),
        row.getString("trigger"),
        row.getBoolean("dry_run"),
        row.getBoolean("accept_empty"),
        row.getBoolean("self_heal"),
        row.getString("requested_by"),
        row.getString("request_id"),
        Rows.timeOrNull(row, "due_at"),
        row.getInt("missed"),
        row.getString("status"),
        row.getString("outcome"),
        row.getString("commit"),
        row.getBoolean("own_commit"),
        Rows.tree(json, row.getString("passed_over")),
        Rows.tree(json, row.getString("resource_versions")),
        Rows.tree(json, row.getString("counts")),
        row.getInt("requests"),
        row.getInt("writes"),
        Rows.tree(json, row.getString("error")),
        Rows.time(row, "created_at"),
        Rows.timeOrNull(row, "started_at"),
        Rows.timeOrNull(row, "ended_at"));
  }
}
