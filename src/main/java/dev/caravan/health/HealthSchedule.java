package dev.caravan.health;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/** Every node looks at its own health; other work that starts by itself is a route. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class HealthSchedule implements SchedulingConfigurer {

  private final HealthChecks checks;
  private final ProcessMetrics metrics;
  private final HealthSettings settings;

  HealthSchedule(HealthChecks checks, ProcessMetrics metrics, HealthSettings settings) {
    this.checks = checks;
    this.metrics = metrics;
    this.settings = settings;
  }

  @Override
  public void configureTasks(ScheduledTaskRegistrar tasks) {
    tasks.addFixedDelayTask(checks::look, settings.checkEvery());
    tasks.addFixedDelayTask(metrics::count, settings.countEvery());
  }
}
