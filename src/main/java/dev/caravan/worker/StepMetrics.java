package dev.caravan.worker;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Counts attempts at steps by topic and outcome, and how long they took. */
@Component
class StepMetrics {

  private final MeterRegistry meters;

  StepMetrics(MeterRegistry meters, Leases leases) {
    this.meters = meters;
    meters.gauge("caravan.steps.running", leases, Leases::held);
  }

  void ended(String topic, String outcome, long nanos) {
    meters
        .timer("caravan.step.attempts", "topic", topic, "outcome", outcome)
        .record(nanos, TimeUnit.NANOSECONDS);
  }
}
