package dev.caravan.health;

import dev.caravan.health.QueueStore.Count;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Counts processes by workflow and status without reading all of the history each time: those that
 * ended are counted once, and all anew every hour, as some are forgotten.
 */
@Component
class ProcessCounts {

  private static final Duration ANEW = Duration.ofHours(1);

  /** What ended just now may not be committed yet. */
  private static final Duration UNSETTLED = Duration.ofSeconds(30);

  private record Key(String workflow, String status) {}

  private final QueueStore store;
  private final Map<Key, Long> settled = new HashMap<>();
  private Instant countedUntil = Instant.EPOCH;
  private Instant begun = Instant.EPOCH;

  ProcessCounts(QueueStore store) {
    this.store = store;
  }

  synchronized List<Count> now() {
    Instant now = store.now();
    if (begun.plus(ANEW).isBefore(now)) {
      settled.clear();
      countedUntil = Instant.EPOCH;
      begun = now;
    }
    Instant until = now.minus(UNSETTLED);
    if (until.isAfter(countedUntil)) {
      add(settled, store.ended(countedUntil, until));
      countedUntil = until;
    }
    Map<Key, Long> all = new HashMap<>(settled);
    add(all, store.ended(countedUntil, now.plus(UNSETTLED)));
    add(all, store.open());
    List<Count> counts = new ArrayList<>();
    all.forEach((key, count) -> counts.add(new Count(key.workflow(), key.status(), count)));
    return counts;
  }

  private static void add(Map<Key, Long> to, List<Count> counts) {
    counts.forEach(
        each -> to.merge(new Key(each.workflow(), each.status()), each.processes(), Long::sum));
  }
}
