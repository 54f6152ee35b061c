package dev.caravan.worker;

import org.flowable.job.service.JobServiceConfiguration;
import org.flowable.job.service.impl.asyncexecutor.AsyncExecutor;
import org.flowable.job.service.impl.asyncexecutor.ResetExpiredJobsRunnable;
import org.flowable.job.service.impl.persistence.entity.JobInfoEntityManager;

/**
 * Frees the engine's own jobs whose locks ran out, and no steps. The engine looks for locks that
 * ran out in one transaction and takes them away in the next: a heartbeat between the two would
 * lose its lock. Steps are freed by {@link StepQueue#freeExpired}, in one statement.
 */
final class EngineJobsReset extends ResetExpiredJobsRunnable {

  EngineJobsReset(AsyncExecutor executor) {
    // The managers are not there yet: they are asked for when they are needed.
    super("reset-expired-jobs", executor, new JobInfoEntityManager<?>[1]);
  }

  @Override
  public void resetJobs() {
    JobServiceConfiguration jobs = asyncExecutor.getJobServiceConfiguration();
    resetJobs(jobs.getJobEntityManager());
    resetJobs(jobs.getTimerJobEntityManager());
  }
}
