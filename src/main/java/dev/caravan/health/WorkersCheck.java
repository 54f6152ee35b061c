package dev.caravan.health;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether steps wait that nobody works on. */
@org.springframework.stereotype.Component
class WorkersCheck implements ComponentCheck {

  /** Every topic is asked about more often than that by a node that serves it. */
  private static final int PATIENCE_SECONDS = 60;

  private final WorkerStore store;
  private final QueueStore queue;

  WorkersCheck(WorkerStore store, QueueStore queue) {
    this.store = store;
    this.queue = queue;
  }

  @Override
  public Component component() {
    return Component.WORKERS;
  }

  @Override
  public Finding look() {
    Set<String> still =
        queue.waiting().stream()
            .filter(topic -> topic.leased() == 0 && topic.ageSeconds() > PATIENCE_SECONDS)
            .map(QueueStore.Waiting::topic)
            .collect(Collectors.toSet());
    List<WorkersView.Topic> unserved =
        store.topics().stream()
            .filter(topic -> topic.waiting() > 0)
            .filter(topic -> !topic.served() || still.contains(topic.topic()))
            .toList();
    return unserved.isEmpty()
        ? Finding.up("every step that waits is served")
        : Finding.degraded(
            unserved.stream().map(WorkersCheck::say).collect(Collectors.joining("; ")));
  }

  private static String say(WorkersView.Topic topic) {
    Instant since = topic.unservedSince() == null ? topic.waitingSince() : topic.unservedSince();
    return "nobody serves topic %s since %s: %d steps wait, start a node that does"
        .formatted(
            topic.topic(), since == null ? "ever" : since.truncatedTo(SECONDS), topic.waiting());
  }
}
