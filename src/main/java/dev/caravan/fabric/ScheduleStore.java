package dev.caravan.fabric;

import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** When fabrics are due, apart from the runs, and who is there. */
@Component
class ScheduleStore {

  /** What a node must serve to sync fabrics. */
  static final List<String> TOPICS =
      List.of(
          "git.read-fabric",
          "kubernetes.compare-fabric",
          "kubernetes.apply-fabric",
          "kubernetes.verify-fabric",
          "git.capture-fabric",
          "fabric.complete-sync",
          "fabric.fail-sync");

  private final JdbcClient jdbc;

  ScheduleStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<SyncSchedule> find(UUID fabric) {
    return jdbc.sql("select * from caravan.fabric_schedules where fabric_id = :id")
        .param("id", fabric)
        .query(ScheduleStore::schedule)
        .optional();
  }

  SyncSchedule require(UUID fabric) {
    return find(fabric).orElseThrow();
  }

  /** The same, while nobody else may change it until the transaction ends. */
  SyncSchedule lock(UUID fabric) {
    return jdbc.sql("select * from caravan.fabric_schedules where fabric_id = :id for update")
        .param("id", fabric)
        .query(ScheduleStore::schedule)
        .single();
  }

  List<SyncSchedule> of(Collection<UUID> fabrics) {
    return fabrics.isEmpty()
        ? List.of()
        : jdbc.sql("select * from caravan.fabric_schedules where fabric_id in (:ids)")
            .param("ids", fabrics)
            .query(ScheduleStore::schedule)
            .list();
  }

  /** The one that is due longest and that no other node looks at, until the transaction ends. */
  Optional<SyncSchedule> takeDue(Instant now) {
    return jdbc.sql(
            """
            select * from caravan.fabric_schedules where next_due <= :now
            order by next_due limit 1 for update skip locked
            """)
        .param("now", at(now))
        .query(ScheduleStore::schedule)
        .optional();
  }

  /** Makes or changes it; the same again changes nothing. */
  void put(UUID fabric, Instant anchor, @Nullable Instant nextDue) {
    jdbc.sql(
            """
            insert into caravan.fabric_schedules (fabric_id, anchor, next_due) values (:id, :anchor, :due)
            on conflict (fabric_id) do update set anchor = :anchor, next_due = :due, failures = 0
            """)
        .param("id", fabric)
        .param("anchor", at(anchor))
        .param("due", nextDue == null ? null : at(nextDue))
        .update();
  }

  /** Fabrics that should be due some time and are not: never so, but looked for at every start. */
  List<UUID> without() {
    return jdbc.sql(
            """
            select f.id from caravan.fabrics f left join caravan.fabric_schedules s on s.fabric_id = f.id
            where s.fabric_id is null
               or (s.next_due is null and f.sync_enabled and f.sync_interval > 0
                   and f.git ->> 'url' <> '' and f.cluster ->> 'server' || (f.cluster ->> 'kubeconfig_context') <> '')
            """)
        .query(UUID.class)
        .list();
  }

  /** Fabrics that should have begun by then and did not. */
  List<UUID> dueBefore(Instant time) {
    return jdbc.sql(
            "select fabric_id from caravan.fabric_schedules where next_due < :time and run_id is null")
        .param("time", at(time))
        .query(UUID.class)
        .list();
  }

  /** A run begins: it holds the fabric. */
  void begun(UUID fabric, UUID run, @Nullable Instant nextDue) {
    jdbc.sql(
            """
            update caravan.fabric_schedules set run_id = :run, missed = 0, next_due = :due where fabric_id = :id
            """)
        .param("id", fabric)
        .param("run", run)
        .param("due", nextDue == null ? null : at(nextDue))
        .update();
  }

  /** A run is due while another holds the fabric: they become one. */
  void missed(UUID fabric, int more, Instant nextDue) {
    jdbc.sql(
            """
            update caravan.fabric_schedules set missed = missed + :more, next_due = :due where fabric_id = :id
            """)
        .param("id", fabric)
        .param("more", more)
        .param("due", at(nextDue))
        .update();
  }

  /** The run has ended: the next one may come. */
  void ended(UUID fabric, UUID run, boolean failed, @Nullable Instant nextDue) {
    jdbc.sql(
            """
            update caravan.fabric_schedules
            set run_id = null, missed = 0, failures = case when :failed then failures + 1 else 0 end, next_due = :due
            where fabric_id = :id and run_id = :run
            """)
        .param("id", fabric)
        .param("run", run)
        .param("failed", failed)
        .param("due", nextDue == null ? null : at(nextDue))
        .update();
  }

  /** Runs that hold a fabric and have no process any more. */
  List<UUID> lost() {
    return jdbc.sql(
            """
            select run_id from caravan.fabric_schedules s
            where run_id is not null
              and not exists (select 1 from public.act_ru_execution e where e.proc_inst_id_ = s.run_id::text)
            """)
        .query(UUID.class)
        .list();
  }

  /** This node looks for what is due. */
  void looking(String node) {
    jdbc.sql(
            """
            insert into caravan.sync_schedulers (node, seen_at) values (:node, now())
            on conflict (node) do update set seen_at = now()
            """)
        .param("node", node)
        .update();
  }

  void forgetSchedulers() {
    jdbc.sql("delete from caravan.sync_schedulers where seen_at < now() - interval '30 days'")
        .update();
  }

  /** Who is there: nodes that serve all steps, and nodes that look for what is due. */
  Workforce workforce() {
    return jdbc.sql(
            """
            select coalesce(bool_or(n.alive), false) as working,
                   max(coalesce(n.ended_at, n.beat_at)) as worker_seen,
                   (select coalesce(max(s.seen_at) > now() - interval '15 s', false) from caravan.sync_schedulers s) as scheduling,
                   (select max(s.seen_at) from caravan.sync_schedulers s) as scheduler_seen
            from caravan.nodes_seen n
            where (select count(*) from jsonb_array_elements(n.topics) t
                   where t ->> 'topic' = any (string_to_array(:topics, ','))) = :all
            """)
        .param("topics", String.join(",", TOPICS))
        .param("all", TOPICS.size())
        .query(
            (row, n) ->
                new Workforce(
                    row.getBoolean("working"),
                    Rows.timeOrNull(row, "worker_seen"),
                    row.getBoolean("scheduling"),
                    Rows.timeOrNull(row, "scheduler_seen")))
        .single();
  }

  private static OffsetDateTime at(Instant time) {
    return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
  }

  private static SyncSchedule schedule(ResultSet row, int n) throws SQLException {
    return new SyncSchedule(
        row.getObject("fabric_id", UUID.class),
        Rows.time(row, "anchor"),
        Rows.timeOrNull(row, "next_due"),
        row.getObject("run_id", UUID.class),
        row.getInt("missed"),
        row.getInt("failures"));
  }
}
