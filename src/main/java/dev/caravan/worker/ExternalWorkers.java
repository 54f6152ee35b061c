package dev.caravan.worker;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.security.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.flowable.external.job.rest.service.api.ExternalWorkerJobRestApiInterceptor;
import org.flowable.external.job.rest.service.api.acquire.AcquireExternalWorkerJobRequest;
import org.flowable.external.job.rest.service.api.acquire.ExternalWorkerJobCompleteRequest;
import org.flowable.external.job.rest.service.api.acquire.ExternalWorkerJobErrorRequest;
import org.flowable.external.job.rest.service.api.acquire.ExternalWorkerJobFailureRequest;
import org.flowable.external.job.rest.service.api.acquire.ExternalWorkerJobTerminateRequest;
import org.flowable.external.job.rest.service.api.acquire.UnacquireExternalWorkerJobsRequest;
import org.flowable.external.job.rest.service.api.query.ExternalWorkerJobQueryRequest;
import org.flowable.job.api.ExternalWorkerJob;
import org.flowable.job.api.ExternalWorkerJobAcquireBuilder;
import org.flowable.job.api.ExternalWorkerJobQuery;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which steps a worker outside of Caravan may touch: those of the topics that its key names, an
 * admin those of any topic; never a step that a route of Caravan serves, whose inputs may hold
 * other systems' secrets.
 */
@Component
class ExternalWorkers implements ExternalWorkerJobRestApiInterceptor {

  private static final Duration LONGEST_LOCK = Duration.ofDays(1);
  private static final int LONGEST_CODE = 255;
  private static final int MOST_JOBS = 100;
  private static final int MOST_TRIES = 20;

  private final CamelContext camel;
  private final JdbcClient jdbc;

  ExternalWorkers(CamelContext camel, JdbcClient jdbc) {
    this.camel = camel;
    this.jdbc = jdbc;
  }

  @Override
  public void accessAcquireExternalWorkerJobs(
      ExternalWorkerJobAcquireBuilder builder, AcquireExternalWorkerJobRequest request) {
    List<InputProblem> problems = new ArrayList<>();
    Duration lock = request.getLockDuration();
    if (lock != null && (lock.isNegative() || lock.isZero() || lock.compareTo(LONGEST_LOCK) > 0)) {
      problems.add(new InputProblem("/lockDuration", "must be more than PT0S and at most PT24H"));
    }
    if (request.getNumberOfTasks() < 1 || request.getNumberOfTasks() > MOST_JOBS) {
      problems.add(new InputProblem("/numberOfTasks", "must be 1 to " + MOST_JOBS));
    }
    if (request.getNumberOfRetries() < 0 || request.getNumberOfRetries() > MOST_TRIES) {
      problems.add(new InputProblem("/numberOfRetries", "must be 0 to " + MOST_TRIES));
    }
    if (!problems.isEmpty()) {
      throw PermanentFailure.validation("No job can be taken like this", problems);
    }
    if (request.getTopic() != null && !request.getTopic().isEmpty()) {
      check(request.getTopic());
    }
  }

  @Override
  public void accessExternalWorkerJobById(ExternalWorkerJob job) {
    check(job.getJobHandlerConfiguration());
  }

  /** Frees all that a worker holds, whatever their topics: only for who may touch any. */
  @Override
  public void accessUnacquireExternalWorkerJobs(UnacquireExternalWorkerJobsRequest request) {
    String worker = String.valueOf(request.getWorkerId());
    boolean holdsOurs =
        jdbc
            .sql("select handler_cfg_ from act_ru_external_job where lock_owner_ = :worker")
            .param("worker", worker)
            .query(String.class)
            .list()
            .stream()
            .anyMatch(topic -> isOurs(topic) || !mayTouch(topic));
    if (holdsOurs) {
      throw PermanentFailure.permission(
          "This worker holds steps of topics that the caller may not touch");
    }
  }

  /** The steps of all topics: the table of access opens it to admins alone. */
  @Override
  public void accessExternalWorkerJobInfoWithQuery(
      ExternalWorkerJobQuery query, ExternalWorkerJobQueryRequest request) {}

  @Override
  public void completeExternalWorkerJob(
      ExternalWorkerJob job, ExternalWorkerJobCompleteRequest request) {}

  @Override
  public void bpmnErrorExternalWorkerJob(
      ExternalWorkerJob job, ExternalWorkerJobErrorRequest request) {
    String code = request.getErrorCode();
    if (code != null && code.length() > LONGEST_CODE) {
      throw PermanentFailure.validation(
          "The step cannot be ended like this",
          List.of(
              new InputProblem("/errorCode", "must be at most " + LONGEST_CODE + " characters")));
    }
  }

  @Override
  public void cmmnTerminateExternalWorkerJob(
      ExternalWorkerJob job, ExternalWorkerJobTerminateRequest request) {}

  @Override
  public void failExternalWorkerJob(
      ExternalWorkerJob job, ExternalWorkerJobFailureRequest request) {}

  @Override
  public void unacquireExternalWorkerJob(
      ExternalWorkerJob job, UnacquireExternalWorkerJobsRequest request) {}

  private void check(String topic) {
    if (!mayTouch(topic)) {
      throw PermanentFailure.permission(
          "The caller may not work on this topic: an API key names its topics when it is made");
    }
    if (!camel.isStarted()) {
      throw RetryableFailure.resource(
          "Caravan starts: its own topics are not known yet", Duration.ofSeconds(5));
    }
    if (isOurs(topic)) {
      throw PermanentFailure.permission("Steps of this topic are worked on by Caravan alone");
    }
  }

  private static boolean mayTouch(String topic) {
    return Caller.current().filter(caller -> caller.mayWorkOn(topic)).isPresent();
  }

  /** Served by a route here, or by a node with other routes. */
  private boolean isOurs(String topic) {
    return camel.getEndpoints().stream()
            .anyMatch(each -> each instanceof WorkerEndpoint ours && ours.topic().equals(topic))
        || jdbc.sql(
                """
                select exists (
                  select from caravan.nodes
                  where topics @> jsonb_build_array(jsonb_build_object('topic', :topic::text)))
                """)
            .param("topic", topic)
            .query(Boolean.class)
            .single();
  }
}
