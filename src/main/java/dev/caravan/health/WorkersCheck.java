package dev.caravan.health;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Whether steps wait that nobody works on. */
@org.springframework.stereotype.Component
class WorkersCheck implements ComponentCheck {

  private final WorkerStore store;

  WorkersCheck(WorkerStore store) {
    this.store = store;
  }

  @Override
  public Component component() {
    return Component.WORKERS;
  }

  @Override
  public Finding look() {
    List<WorkersView.Topic> unserved =
        store.topics().stream().filter(topic -> !topic.served() && topic.waiting() > 0).toList();
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
