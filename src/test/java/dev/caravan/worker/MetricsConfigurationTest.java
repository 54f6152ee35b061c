package dev.caravan.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MetricsConfigurationTest {

  /** A second one of the same name would be refused with a warning. */
  @Test
  void timesOfSeveralAddressesAreNotTakenForOne() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    registry.config().meterFilter(MetricsConfiguration.noAddresses());
    registry.config().meterFilter(MetricsConfiguration.noTimesOfAddresses());

    for (String address : new String[] {"direct:one", "direct:two"}) {
      Tags tags = Tags.of("endpointName", address);
      registry.gauge("camel.exchanges.last.timestamp", tags, new AtomicLong());
      registry.counter("camel.exchanges.total", tags).increment();
    }

    assertThat(registry.find("camel.exchanges.last.timestamp").gauges()).isEmpty();
    assertThat(registry.get("camel.exchanges.total").counter().count()).isEqualTo(2);
  }
}
