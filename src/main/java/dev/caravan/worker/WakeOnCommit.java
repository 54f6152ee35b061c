package dev.caravan.worker;

import org.flowable.engine.interceptor.CreateExternalWorkerJobAfterContext;
import org.flowable.engine.interceptor.CreateExternalWorkerJobBeforeContext;
import org.flowable.engine.interceptor.CreateExternalWorkerJobInterceptor;
import org.springframework.stereotype.Component;

/** Wakes the topic's consumers once the transaction that created a step has committed. */
@Component
class WakeOnCommit implements CreateExternalWorkerJobInterceptor {

  private final Signals signals;

  WakeOnCommit(Signals signals) {
    this.signals = signals;
  }

  @Override
  public void beforeCreateExternalWorkerJob(CreateExternalWorkerJobBeforeContext context) {
    // Nothing to add to the job.
  }

  @Override
  public void afterCreateExternalWorkerJob(CreateExternalWorkerJobAfterContext context) {
    signals.createdOnCommit(context.getExternalWorkerJobEntity().getJobHandlerConfiguration());
  }
}
