package dev.caravan.health;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Counts of processes and waiting steps as metrics, renewed now and then, not at every scrape. */
@org.springframework.stereotype.Component
class ProcessMetrics {

  private static final Logger log = LoggerFactory.getLogger(ProcessMetrics.class);

  private final QueueStore store;
  private final ProcessCounts counts;
  private final WorkerStore workers;
  private final MultiGauge processes;
  private final MultiGauge waiting;
  private final MultiGauge ages;
  private final MultiGauge unserved;
  private final AtomicLong deadLetters = new AtomicLong();

  ProcessMetrics(
      QueueStore store, ProcessCounts counts, WorkerStore workers, MeterRegistry meters) {
    this.store = store;
    this.counts = counts;
    this.workers = workers;
    this.processes =
        MultiGauge.builder("caravan.processes")
            .description("Processes by workflow and status")
            .register(meters);
    this.waiting =
        MultiGauge.builder("caravan.queue.waiting")
            .description("Steps that could be taken now, by topic")
            .register(meters);
    this.ages =
        MultiGauge.builder("caravan.queue.age")
            .description("How long the oldest of them waits")
            .baseUnit("seconds")
            .register(meters);
    this.unserved =
        MultiGauge.builder("caravan.queue.unserved")
            .description("Steps that wait at a topic that no living node serves")
            .register(meters);
    meters.gauge("caravan.dead.letters", deadLetters);
  }

  void count() {
    try {
      processes.register(counts.now().stream().map(ProcessMetrics::row).toList(), true);
      List<QueueStore.Waiting> topics = store.waiting();
      waiting.register(topics.stream().map(it -> row(it, (double) it.steps())).toList(), true);
      ages.register(topics.stream().map(it -> row(it, it.ageSeconds())).toList(), true);
      unserved.register(
          workers.topics().stream()
              .filter(topic -> !topic.served() && topic.waiting() > 0)
              .map(topic -> Row.of(Tags.of("topic", topic.topic()), topic.waiting()))
              .toList(),
          true);
      deadLetters.set(store.deadLetters());
    } catch (DataAccessException away) {
      log.debug("Not counted: {}", away.getMessage());
    }
  }

  private static Row<?> row(QueueStore.Count count) {
    return Row.of(
        Tags.of("workflow", count.workflow(), "status", count.status()), count.processes());
  }

  private static Row<?> row(QueueStore.Waiting topic, double value) {
    return Row.of(Tags.of("topic", topic.topic()), value);
  }
}
