package dev.caravan.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes that steps are still held and how far they are, over connections of its own. */
@Component
class LeaseStore {

  /** What is locked is being ended at this moment; nobody waits for it, the next round tells. */
  private static final String EXTEND =
      """
      with due as (
        select * from unnest(cast(:jobs as text[]), cast(:owners as text[]), cast(:attempts as bigint[]),
                             cast(:leases as float8[])) as d(job, owner, attempt, lease)
      ), ours as materialized (
        select d.attempt, d.job, d.owner, d.lease
        from due d join public.act_ru_external_job j on j.id_ = d.job and j.lock_owner_ = d.owner
      ), free as materialized (
        select o.attempt, o.job, o.lease
        from ours o
        join public.act_ru_external_job j on j.id_ = o.job and j.lock_owner_ = o.owner
        join caravan.step_attempts a on a.id = o.attempt
        for update of j, a skip locked
      ), held as (
        update public.act_ru_external_job j
        set lock_exp_time_ = clock_timestamp() + make_interval(secs => free.lease)
        from free where j.id_ = free.job returning j.id_
      ), told as (
        update caravan.step_attempts a
        set lease_until = clock_timestamp() + make_interval(secs => free.lease)
        from free where a.id = free.attempt returning a.id
      )
      select o.attempt, exists (select 1 from held where held.id_ = o.job) as extended from ours o
      """;

  /**
   * What became of steps whose leases were to be extended; those in neither set are lost.
   *
   * @param extended attempts whose leases run anew
   * @param ours attempts that are held still, though somebody else writes to them just now
   */
  record Extended(Set<Long> extended, Set<Long> ours) {}

  private final JdbcClient jdbc;

  LeaseStore(LeaseConnections connections) {
    this.jdbc = connections.client();
  }

  /** Extends the leases of all these steps that are still held. */
  Extended extend(Collection<RunningStep> steps) {
    Extended result = new Extended(new HashSet<>(), new HashSet<>());
    jdbc.sql(EXTEND)
        .param("jobs", array(steps, step -> step.acquired().jobId()))
        .param("owners", array(steps, step -> step.acquired().owner()))
        .param("attempts", array(steps, step -> String.valueOf(step.acquired().attemptId())))
        .param("leases", array(steps, step -> String.valueOf(seconds(step.lease()))))
        .query(
            row -> {
              (row.getBoolean("extended") ? result.extended() : result.ours())
                  .add(row.getLong("attempt"));
            });
    return result;
  }

  /** Writes how far a step is; never back. */
  void progress(AcquiredStep step, RunningStep.Progress progress) {
    jdbc.sql(
            """
            update caravan.step_attempts
            set done = greatest(coalesce(done, 0), :done), total = :total, unit = :unit, progress_at = now()
            where id = :attempt
            """)
        .param("done", progress.done())
        .param("total", progress.total())
        .param("unit", progress.unit())
        .param("attempt", step.attemptId())
        .update();
  }

  private static String[] array(
      Collection<RunningStep> steps, Function<RunningStep, String> value) {
    List<String> values = steps.stream().map(value).toList();
    return values.toArray(new String[0]);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
