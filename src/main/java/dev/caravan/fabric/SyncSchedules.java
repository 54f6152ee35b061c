package dev.caravan.fabric;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.worker.Node;
import dev.caravan.worker.NodeRole;
import dev.caravan.workflow.Processes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Begins what is due. Schedules are rows: whoever looks finds them, whatever became of others. */
@Component
public class SyncSchedules {

  private static final Logger log = LoggerFactory.getLogger(SyncSchedules.class);
  private static final int MOST_AT_ONCE = 50;
  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(4);

  private final FabricStore fabrics;
  private final ScheduleStore schedules;
  private final SyncRunStore runs;
  private final ChangeStore changes;
  private final SyncRuns sync;
  private final FabricProperties properties;
  private final Node node;
  private final Processes processes;
  private final ObjectMapper json;
  private final Clock clock;
  private volatile Instant sayNext = Instant.EPOCH;

  SyncSchedules(
      FabricStore fabrics,
      ScheduleStore schedules,
      SyncRunStore runs,
      ChangeStore changes,
      SyncRuns sync,
      FabricProperties properties,
      Node node,
      Processes processes,
      ObjectMapper json,
      Clock clock) {
    this.fabrics = fabrics;
    this.schedules = schedules;
    this.runs = runs;
    this.changes = changes;
    this.sync = sync;
    this.properties = properties;
    this.node = node;
    this.processes = processes;
    this.json = json;
    this.clock = clock;
  }

  /**
   * A fabric was saved: it is due now, and from then on by the clock, at a moment of its own so
   * that many fabrics do not come at once.
   *
   * @param anew whether that moment is chosen anew, as for another interval
   */
  void saved(Fabric fabric, boolean anew) {
    Instant now = clock.instant();
    Instant anchor =
        schedules
            .find(fabric.id())
            .filter(kept -> !anew)
            .map(SyncSchedule::anchor)
            .orElseGet(() -> now.plus(jitter(fabric)));
    schedules.put(fabric.id(), anchor, fabric.scheduled() ? now : null);
  }

  private static Duration jitter(Fabric fabric) {
    return fabric.syncInterval() > 0
        ? Duration.ofMillis(ThreadLocalRandom.current().nextLong(fabric.syncInterval() * 1000L))
        : Duration.ZERO;
  }

  /** Every schedule that should be there is, whoever has taken it away. */
  @EventListener(ApplicationReadyEvent.class)
  void ready() {
    mend();
    if (node.is(NodeRole.SCHEDULER)) {
      schedules.looking(node.name());
    }
  }

  void mend() {
    for (UUID id : schedules.without()) {
      fabrics
          .find(id)
          .filter(Fabric::scheduled)
          .ifPresent(
              fabric -> {
                log.warn("Fabric {} had no schedule; it has one again", fabric.name());
                saved(fabric, false);
              });
    }
  }

  /** Begins all that is due, where somebody is there to do it; what is not begun stays due. */
  public void beginDue() {
    say();
    if (!schedules.workforce().working()) {
      return;
    }
    for (int i = 0; i < MOST_AT_ONCE && sync.beginDue(); i++) {
      log.trace("A sync has begun");
    }
  }

  /** Says that this node looks for what is due: often enough to be believed, no more. */
  private void say() {
    Instant now = clock.instant();
    if (!now.isBefore(sayNext)) {
      schedules.looking(node.name());
      sayNext = now.plus(BETWEEN_WORDS);
    }
  }

  /** Ends runs whose processes are no more, and makes schedules that are missing. */
  public void tidy() {
    mend();
    schedules.forgetSchedulers();
    for (UUID id : schedules.lost()) {
      runs.find(id)
          .ifPresent(
              run -> {
                ObjectNode error = json.createObjectNode();
                error.put("type", "WORKER_LOST");
                error.put("message", "The run's process is gone, nobody knows how far it came");
                sync.failed(run, "failed", changes.counts(id), error);
              });
    }
  }

  /** Forgets old runs and their processes, some at a time. */
  public void forgetOld() {
    List<UUID> forgotten = runs.forget(properties.runsKeptFor());
    processes.forget(forgotten);
    if (!forgotten.isEmpty()) {
      log.debug("{} old sync runs are forgotten", forgotten.size());
    }
  }
}
