package dev.caravan.health;

import java.util.List;
import java.util.stream.Collectors;

/** Whether steps wait that nobody works on. */
@org.springframework.stereotype.Component
class WorkersCheck implements ComponentCheck {

  /** Every topic is asked about more often than that by a node that serves it. */
  private static final int PATIENCE_SECONDS = 60;

  private final QueueStore queue;

  WorkersCheck(QueueStore queue) {
    this.queue = queue;
  }

  @Override
  public Component component() {
    return Component.WORKERS;
  }

  @Override
  public Finding look() {
    List<QueueStore.Waiting> unserved =
        queue.waiting().stream()
            .filter(topic -> topic.leased() == 0 && topic.ageSeconds() > PATIENCE_SECONDS)
            .toList();
    return unserved.isEmpty()
        ? Finding.up("every step that waits is served")
        : Finding.degraded(
            unserved.stream().map(WorkersCheck::say).collect(Collectors.joining("; ")));
  }

  private static String say(QueueStore.Waiting topic) {
    return "nobody serves topic %s since %s: %d steps wait, start a node that does"
        .formatted(topic.topic(), topic.since(), topic.steps());
  }
}
