package dev.caravan.worker;

import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowable.job.service.impl.persistence.entity.ExternalWorkerJobEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The waiting steps in the engine's own table: taken, held and let go by SQL, without the engine.
 */
@Component
class StepQueue {

  private static final String ACQUIRE =
      """
      with waiting as materialized (
        select id_ from public.act_ru_external_job
        where handler_cfg_ = :topic and process_instance_id_ is not null
          and (lock_exp_time_ is null or lock_exp_time_ < now())
        order by create_time_ limit :limit for update skip locked
      ), taken as (
        update public.act_ru_external_job j
        set rev_ = j.rev_ + 1, lock_owner_ = :owner,
            lock_exp_time_ = now() + make_interval(secs => :lease)
        from waiting where j.id_ = waiting.id_
        returning j.id_, j.process_instance_id_, j.execution_id_, j.proc_def_id_, j.element_id_,
                  coalesce(j.element_name_, j.element_id_) as name
      ), silent as (
        update caravan.step_attempts a set ended_at = now(), outcome = 'lost'
        from taken where a.job_id = taken.id_ and a.ended_at is null returning a.id, a.job_id
      ), before as (
        select t.id_, count(a.id) as attempts,
               count(a.id) filter (where a.outcome = 'retrying' and not a.forgiven) as failures,
               count(a.id) filter (where (a.outcome = 'lost' or a.ended_at is null) and not a.forgiven) as crashes
        from taken t left join caravan.step_attempts a on a.job_id = t.id_ group by t.id_
      ), attempted as (
        insert into caravan.step_attempts (job_id, process_id, execution_id, activity_id, activity_name,
                                           topic, attempt, node, lease_owner, lease_until)
        select t.id_, t.process_instance_id_, t.execution_id_, t.element_id_, t.name, :topic,
               b.attempts + 1, :node, :owner, now() + make_interval(secs => :lease)
        from taken t join before b on b.id_ = t.id_ returning id, job_id, attempt
      )
      select t.*, a.id as attempt_id, a.attempt, b.failures, b.crashes,
             not exists (select 1 from caravan.step_attempts o where o.process_id = t.process_instance_id_
                         and (o.job_id <> t.id_ or o.outcome not in ('running', 'lost'))) as first
      from taken t join attempted a on a.job_id = t.id_ join before b on b.id_ = t.id_
      """;

  private static final String BEGIN =
      """
      insert into caravan.step_attempts (job_id, process_id, execution_id, activity_id, activity_name,
                                         topic, attempt, node, lease_owner, lease_until)
      values (:job, :process, :execution, :activity, :name,
              :topic, 1, :node, :owner, clock_timestamp() + make_interval(secs => :lease))
      returning id, lease_until, not exists (select 1 from caravan.step_attempts o where o.process_id = :process) as first
      """;

  /** What is known of a step that is being created. */
  record Newborn(String name, String owner, Duration lease, Map<String, Object> inputs) {}

  private final JdbcClient jdbc;
  private final Node node;
  private final Predecessor predecessor;

  StepQueue(JdbcClient jdbc, Node node, Predecessor predecessor) {
    this.jdbc = jdbc;
    this.node = node;
    this.predecessor = predecessor;
  }

  /** Takes up to so many waiting steps of a topic, the oldest first. */
  List<AcquiredStep> acquire(String topic, int limit, Duration lease, String owner) {
    predecessor.succeed();
    long asked = System.nanoTime();
    return jdbc.sql(ACQUIRE)
        .param("topic", topic)
        .param("limit", limit)
        .param("owner", owner)
        .param("node", node.name())
        .param("lease", seconds(lease))
        .query((row, number) -> acquired(row, topic, owner, asked))
        .list();
  }

  private static AcquiredStep acquired(ResultSet row, String topic, String owner, long asked)
      throws SQLException {
    return new AcquiredStep(
        row.getString("id_"),
        row.getString("process_instance_id_"),
        row.getString("execution_id_"),
        row.getString("proc_def_id_"),
        row.getString("element_id_"),
        topic,
        owner,
        row.getLong("attempt_id"),
        row.getInt("attempt"),
        row.getInt("failures"),
        row.getInt("crashes"),
        row.getBoolean("first"),
        asked,
        Optional.empty());
  }

  /**
   * Writes the first attempt at a step that is being created, in the transaction that creates it;
   * the step is created as held by that owner, until then by the database's clock.
   */
  AcquiredStep begin(ExternalWorkerJobEntity job, Newborn newborn) {
    long asked = System.nanoTime();
    return jdbc.sql(BEGIN)
        .param("job", job.getId())
        .param("process", job.getProcessInstanceId())
        .param("execution", job.getExecutionId())
        .param("activity", job.getElementId())
        .param("name", newborn.name())
        .param("topic", job.getJobHandlerConfiguration())
        .param("node", node.name())
        .param("owner", newborn.owner())
        .param("lease", seconds(newborn.lease()))
        .query((row, number) -> begun(row, job, newborn, asked))
        .single();
  }

  private static AcquiredStep begun(
      ResultSet row, ExternalWorkerJobEntity job, Newborn newborn, long asked) throws SQLException {
    job.setLockOwner(newborn.owner());
    job.setLockExpirationTime(Date.from(Rows.time(row, "lease_until")));
    return new AcquiredStep(
        job.getId(),
        job.getProcessInstanceId(),
        job.getExecutionId(),
        job.getProcessDefinitionId(),
        job.getElementId(),
        job.getJobHandlerConfiguration(),
        newborn.owner(),
        row.getLong("id"),
        1,
        0,
        0,
        row.getBoolean("first"),
        asked,
        Optional.of(newborn.inputs()));
  }

  /**
   * Takes away locks that ran out by the database's clock, for workers that take only what has no
   * lock. One statement, so that no heartbeat comes between the look and the change.
   */
  int freeExpired() {
    return jdbc.sql(
            """
            update public.act_ru_external_job set lock_owner_ = null, lock_exp_time_ = null, rev_ = rev_ + 1
            where id_ in (
              select id_ from public.act_ru_external_job where lock_exp_time_ < now() limit 1000
              for update skip locked)
            """)
        .update();
  }

  /** Gives a step back unworked, so that any node may take it at once. */
  void release(AcquiredStep step) {
    jdbc.sql(
            """
            update public.act_ru_external_job
            set lock_owner_ = null, lock_exp_time_ = null, rev_ = rev_ + 1
            where id_ = :job and lock_owner_ = :owner
            """)
        .param("job", step.jobId())
        .param("owner", step.owner())
        .update();
    ended(step, "released");
  }

  /** Writes that an attempt ended, where nothing else did. */
  void ended(AcquiredStep step, String outcome) {
    jdbc.sql(
            """
            update caravan.step_attempts set ended_at = now(), outcome = :outcome
            where id = :attempt and ended_at is null
            """)
        .param("outcome", outcome)
        .param("attempt", step.attemptId())
        .update();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
