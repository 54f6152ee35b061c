package dev.caravan.worker;

import org.flowable.engine.impl.persistence.entity.ExecutionEntity;
import org.flowable.engine.interceptor.CreateExternalWorkerJobAfterContext;
import org.flowable.engine.interceptor.CreateExternalWorkerJobBeforeContext;
import org.flowable.engine.interceptor.CreateExternalWorkerJobInterceptor;
import org.flowable.job.service.impl.persistence.entity.ExternalWorkerJobEntity;
import org.springframework.stereotype.Component;

/**
 * A step that is created is handed to this node where it has a slot free; else the topic's
 * consumers wake once the transaction has committed.
 */
@Component
class WakeOnCommit implements CreateExternalWorkerJobInterceptor {

  private final Signals signals;
  private final HandOver handOver;

  WakeOnCommit(Signals signals, HandOver handOver) {
    this.signals = signals;
    this.handOver = handOver;
  }

  @Override
  public void beforeCreateExternalWorkerJob(CreateExternalWorkerJobBeforeContext context) {
    // Nothing to add to the job.
  }

  @Override
  public void afterCreateExternalWorkerJob(CreateExternalWorkerJobAfterContext context) {
    ExternalWorkerJobEntity job = context.getExternalWorkerJobEntity();
    if (!handOver.take(job, (ExecutionEntity) context.getExecution())) {
      signals.createdOnCommit(job.getJobHandlerConfiguration());
    }
  }
}
