package dev.caravan.worker;

import io.micrometer.core.instrument.config.MeterFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the metrics of routes say: which route, never to which address. An address has ids and names
 * in it, so each would be a meter of its own, for ever.
 */
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {

  @Bean
  static MeterFilter noAddresses() {
    return MeterFilter.ignoreTags("endpointName");
  }

  /** One for each address, which without the address would be the time of any of them. */
  @Bean
  static MeterFilter noTimesOfAddresses() {
    return MeterFilter.denyNameStartsWith("camel.exchanges.last.timestamp");
  }
}
