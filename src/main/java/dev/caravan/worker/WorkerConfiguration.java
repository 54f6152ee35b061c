package dev.caravan.worker;

import org.flowable.spring.SpringProcessEngineConfiguration;
import org.flowable.spring.boot.EngineConfigurationConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hooks the bridge into the engine. */
@Configuration(proxyBeanMethods = false)
class WorkerConfiguration {

  @Bean
  EngineConfigurationConfigurer<SpringProcessEngineConfiguration> bridge(WakeOnCommit wake) {
    return engine -> engine.setCreateExternalWorkerJobInterceptor(wake);
  }
}
