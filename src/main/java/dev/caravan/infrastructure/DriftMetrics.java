package dev.caravan.infrastructure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** How many deployments there are by status, and how the clouds differ from them, as metrics. */
@Component
public class DriftMetrics {

  private final DeploymentStore store;
  private final MultiGauge drift;
  private final MultiGauge statuses;

  DriftMetrics(DeploymentStore store, MeterRegistry meters) {
    this.store = store;
    this.drift =
        MultiGauge.builder("caravan.infrastructure.drift")
            .description("Differences between record and clouds as of the last check, by problem")
            .register(meters);
    this.statuses =
        MultiGauge.builder("caravan.infrastructure.deployments")
            .description("Deployments by status")
            .register(meters);
  }

  public void count() {
    Map<String, Long> found = store.drift();
    drift.register(
        Stream.of(Drift.Problem.values())
            .<Row<?>>map(
                problem ->
                    Row.of(
                        Tags.of("problem", problem.word()), found.getOrDefault(problem.word(), 0L)))
            .toList(),
        true);
    statuses.register(
        store.statuses().entrySet().stream()
            .<Row<?>>map(each -> Row.of(Tags.of("status", each.getKey()), each.getValue()))
            .toList(),
        true);
  }
}
