package dev.caravan.ansible;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The attempts at runs. One is committed before its child process starts, so that whoever comes
 * later knows that a playbook may have been interrupted.
 */
@Component
class PlaybookAttempts {

  /** What came of the wish to begin. */
  record Begun(long attempt, boolean again) {

    static final Begun REFUSED = new Begun(0, false);

    boolean refused() {
      return attempt == 0;
    }
  }

  private final JdbcClient jdbc;

  PlaybookAttempts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Begins, unless an earlier attempt began, never ended, and may not be repeated. */
  @Transactional
  public Begun begin(PlaybookRun run, String node) {
    jdbc.sql("select id from caravan.playbook_runs where id = :run for update")
        .param("run", run.id())
        .query(UUID.class)
        .single();
    boolean interrupted =
        jdbc.sql(
                """
                select exists (select 1 from caravan.playbook_attempts
                               where run_id = :run and outcome in ('running', 'interrupted'))
                """)
            .param("run", run.id())
            .query(Boolean.class)
            .single();
    if (interrupted && !run.repeatable()) {
      return Begun.REFUSED;
    }
    forgive(run.id());
    jdbc.sql(
            """
            update caravan.playbook_runs set state = 'running', started_at = coalesce(started_at, now())
            where id = :run and ended_at is null
            """)
        .param("run", run.id())
        .update();
    long attempt =
        jdbc.sql(
                "insert into caravan.playbook_attempts (run_id, node) values (:run, :node) returning id")
            .param("run", run.id())
            .param("node", node)
            .query(Long.class)
            .single();
    return new Begun(attempt, interrupted);
  }

  /** What was interrupted may be run again. */
  public void forgive(UUID run) {
    jdbc.sql(
            """
            update caravan.playbook_attempts set outcome = 'forgiven', ended_at = coalesce(ended_at, now())
            where run_id = :run and outcome in ('running', 'interrupted')
            """)
        .param("run", run)
        .update();
  }

  /** Whether nobody has taken the run over meanwhile: only then does its end count. */
  public boolean isCurrent(long attempt) {
    return jdbc.sql(
            "select exists (select 1 from caravan.playbook_attempts where id = :attempt and outcome = 'running')")
        .param("attempt", attempt)
        .query(Boolean.class)
        .single();
  }

  public void ended(long attempt, int exitCode) {
    jdbc.sql(
            """
            update caravan.playbook_attempts set outcome = 'ended', ended_at = now(), exit_code = :code
            where id = :attempt
            """)
        .param("attempt", attempt)
        .param("code", exitCode)
        .update();
  }

  /** We ended it ourselves, in the middle. */
  public void interrupted(long attempt) {
    jdbc.sql(
            """
            update caravan.playbook_attempts set outcome = 'interrupted', ended_at = now()
            where id = :attempt and outcome = 'running'
            """)
        .param("attempt", attempt)
        .update();
  }
}
