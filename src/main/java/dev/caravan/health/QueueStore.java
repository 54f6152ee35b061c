package dev.caravan.health;

import dev.caravan.storage.Rows;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts what runs, waits and stands still. */
@org.springframework.stereotype.Component
class QueueStore {

  /** So many of the last attempts are looked through for one of a topic. */
  private static final int ATTEMPTS_LOOKED_AT = 5000;

  private final JdbcClient jdbc;

  QueueStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A topic with steps that could be taken now.
   *
   * @param since when the oldest of them could first be taken
   * @param leased how many other steps of the topic are being worked on
   */
  record Waiting(String topic, long steps, Instant since, double ageSeconds, long leased) {}

  List<Waiting> waiting() {
    return jdbc.sql(
            """
            select handler_cfg_ as topic, count(*) filter (where free) as steps,
                   min(since) filter (where free) as since,
                   extract(epoch from now() - min(since) filter (where free)) as age,
                   count(*) filter (where not free and lock_owner_ is not null) as leased
            from (
              select handler_cfg_, lock_owner_,
                     greatest(create_time_, lock_exp_time_)::timestamptz as since,
                     lock_exp_time_ is null or lock_exp_time_ < now() as free
              from public.act_ru_external_job
            ) jobs
            group by handler_cfg_ having bool_or(free) order by handler_cfg_
            """)
        .query(
            (row, index) ->
                new Waiting(
                    row.getString("topic"),
                    row.getLong("steps"),
                    Rows.time(row, "since").truncatedTo(ChronoUnit.SECONDS),
                    row.getDouble("age"),
                    row.getLong("leased")))
        .list();
  }

  /** How many processes of a workflow have a status. */
  record Count(String workflow, String status, long processes) {}

  /** Of those that have not ended. */
  List<Count> open() {
    return counts(
        jdbc.sql(
            """
            select workflow, status, count(*) as processes from caravan.processes
            where id in (select proc_inst_id_::uuid from public.act_ru_execution where parent_id_ is null)
            group by workflow, status
            """));
  }

  /** Of those that ended from then on, until then not included. */
  List<Count> ended(Instant from, Instant until) {
    return counts(
        jdbc.sql(
                """
                select d.key_ as workflow, count(*) as processes,
                       case when c.process_id is not null then 'cancelled'
                            when f.process_id is not null then 'failed' else 'completed' end as status
                from public.act_hi_procinst p
                join public.act_re_procdef d on d.id_ = p.proc_def_id_
                join caravan.process_starts s on s.process_id = p.id_::uuid
                left join caravan.process_cancellations c on c.process_id = p.id_::uuid
                left join caravan.process_failures f on f.process_id = p.id_::uuid
                where p.end_time_ >= cast(:from as timestamptz) at time zone 'UTC'
                  and p.end_time_ < cast(:until as timestamptz) at time zone 'UTC'
                group by 1, 3
                """)
            .param("from", from.atOffset(ZoneOffset.UTC))
            .param("until", until.atOffset(ZoneOffset.UTC)));
  }

  /** The database's time. */
  Instant now() {
    return jdbc.sql("select now() as at").query((row, index) -> Rows.time(row, "at")).single();
  }

  private static List<Count> counts(JdbcClient.StatementSpec statement) {
    return statement
        .query(
            (row, index) ->
                new Count(
                    row.getString("workflow"), row.getString("status"), row.getLong("processes")))
        .list();
  }

  long deadLetters() {
    return jdbc.sql("select count(*) from public.act_ru_deadletter_job").query(Long.class).single();
  }

  /** How the last attempt at a topic ended. */
  record Ended(String outcome, String errorType, String errorMessage, Instant at) {}

  Optional<Ended> last(String topic) {
    return jdbc.sql(
            """
            select outcome, coalesce(error_type, '') as error_type,
                   coalesce(error_message, '') as error_message, ended_at
            from caravan.step_attempts
            where topic = :topic and ended_at is not null and outcome not in ('released', 'lost')
              and id > (select coalesce(max(id), 0) from caravan.step_attempts) - :looked
            order by id desc limit 1
            """)
        .param("topic", topic)
        .param("looked", ATTEMPTS_LOOKED_AT)
        .query(
            (row, index) ->
                new Ended(
                    row.getString("outcome"),
                    row.getString("error_type"),
                    row.getString("error_message"),
                    Rows.time(row, "ended_at")))
        .optional();
  }
}
