package dev.caravan.worker;

import org.flowable.engine.ManagementService;
import org.flowable.job.api.Job;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What others may ask of the bridge: to let go of steps, and to bring dead letters back. */
@Component
public class Steps {

  private final ManagementService management;
  private final JdbcClient jdbc;
  private final Signals signals;
  private final Announcements announcements;

  Steps(
      ManagementService management, JdbcClient jdbc, Signals signals, Announcements announcements) {
    this.management = management;
    this.jdbc = jdbc;
    this.signals = signals;
    this.announcements = announcements;
  }

  /** Steps of a process that are at work, on any node, stop before their next action. */
  public void letGo(String processId) {
    announcements.letGo(processId);
  }

  /** A dead letter waits again, its earlier attempts forgiven; joins the caller's transaction. */
  public void requeue(String deadLetterId) {
    jdbc.sql("update caravan.step_attempts set forgiven = true where job_id = :job")
        .param("job", deadLetterId)
        .update();
    Job job = management.moveDeadLetterJobToExecutableJob(deadLetterId, 1);
    signals.createdOnCommit(job.getJobHandlerConfiguration());
  }
}
