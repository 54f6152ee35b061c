package dev.caravan.worker;

import dev.caravan.worker.BreakerState.Position;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Supplier;

/** Who knows of addresses of outside systems whether they are asked. */
public interface Breakers {

  /** All that are known now. */
  List<BreakerState> breakers();

  /** Shows an address as a metric, for as long as the meter is registered. */
  static Meter show(
      MeterRegistry meters, String system, String address, Supplier<Position> position) {
    return Gauge.builder("caravan.circuit.breaker.state", () -> position.get().number())
        .description("Whether an address is asked: 0 closed (it is), 1 half open, 2 open")
        .tag("system", system)
        .tag("address", label(system, address))
        .register(meters);
  }

  /** The operator's name of a cloud; of what leads to a server, which others name, a sign alone. */
  private static String label(String system, String address) {
    return system.equals("openstack") ? address : "#" + Integer.toHexString(address.hashCode());
  }
}
