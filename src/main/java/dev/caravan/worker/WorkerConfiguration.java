package dev.caravan.worker;

import org.flowable.spring.SpringProcessEngineConfiguration;
import org.flowable.spring.boot.EngineConfigurationConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hooks the bridge into the engine. */
@Configuration(proxyBeanMethods = false)
class WorkerConfiguration {

  @Bean
  EngineConfigurationConfigurer<SpringProcessEngineConfiguration> bridge(
      WakeOnCommit wake, Node node) {
    return engine -> {
      engine.setCreateExternalWorkerJobInterceptor(wake);
      // Timers and the engine's own jobs are work, too.
      engine.setAsyncExecutorActivate(node.is(NodeRole.WORKER) || node.is(NodeRole.SCHEDULER));
    };
  }
}
