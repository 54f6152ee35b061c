package dev.caravan.worker;

import org.flowable.job.service.impl.asyncexecutor.AbstractAsyncExecutor;
import org.flowable.spring.SpringProcessEngineConfiguration;
import org.flowable.spring.boot.EngineConfigurationConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hooks the bridge into the engine. */
@Configuration(proxyBeanMethods = false)
class WorkerConfiguration {

  @Bean
  EngineConfigurationConfigurer<SpringProcessEngineConfiguration> bridge(
      WakeOnCommit wake, Node node, DatabaseClock clock, SchemaLock schema) {
    return engine -> {
      // The engine makes its tables next; they are all there when Caravan's are, too.
      schema.take();
      engine.setClock(clock);
      if (engine.getAsyncExecutor() instanceof AbstractAsyncExecutor executor) {
        executor.setResetExpiredJobsRunnable(new EngineJobsReset(executor));
      }
      engine.setCreateExternalWorkerJobInterceptor(wake);
      // Timers and the engine's own jobs are work, too.
      engine.setAsyncExecutorActivate(node.is(NodeRole.WORKER) || node.is(NodeRole.SCHEDULER));
    };
  }
}
