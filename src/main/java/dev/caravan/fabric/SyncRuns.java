package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.workflow.Asked;
import dev.caravan.workflow.ProcessChanged;
import dev.caravan.workflow.Processes;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Begins and ends runs; the schedule, the run and its process change together. */
@Component
class SyncRuns {

  static final String WORKFLOW = "sync-fabric";

  private final FabricStore fabrics;
  private final ScheduleStore schedules;
  private final SyncRunStore runs;
  private final ProofStore proofs;
  private final Processes processes;
  private final ApplicationEventPublisher events;
  private final ObjectMapper json;
  private final Clock clock;

  SyncRuns(
      FabricStore fabrics,
      ScheduleStore schedules,
      SyncRunStore runs,
      ProofStore proofs,
      Processes processes,
      ApplicationEventPublisher events,
      ObjectMapper json,
      Clock clock) {
    this.fabrics = fabrics;
    this.schedules = schedules;
    this.runs = runs;
    this.proofs = proofs;
    this.processes = processes;
    this.events = events;
    this.json = json;
    this.clock = clock;
  }

  /** How a run is to be. */
  record Wish(String trigger, boolean dryRun, boolean acceptEmpty, boolean selfHeal) {

    /** One that nobody asked for. */
    static Wish of(String trigger) {
      return new Wish(trigger, false, false, false);
    }
  }

  /** Takes what is due longest and begins it; false when nothing is due, or all by other nodes. */
  @Transactional
  public boolean beginDue() {
    Instant now = clock.instant();
    SyncSchedule due = schedules.takeDue(now).orElse(null);
    if (due == null) {
      return false;
    }
    Fabric fabric = fabrics.require(due.fabricId());
    if (!fabric.scheduled()) {
      schedules.put(fabric.id(), due.anchor(), null);
      return true;
    }
    int times = due.dueBy(now, fabric.syncInterval());
    if (due.runId() != null) {
      schedules.missed(fabric.id(), times, due.slotAfter(now, fabric.syncInterval()));
    } else {
      Asked asked = new Asked(ProcessChanged.SYSTEM, UUID.randomUUID().toString());
      begin(fabric, due, Wish.of("schedule"), due.missed() + times - 1, asked);
    }
    return true;
  }

  /** Begins what a watch needs that knows no position to go on from; false where a run goes on. */
  @Transactional
  public boolean beginForWatch(Fabric fabric) {
    SyncSchedule schedule = schedules.lock(fabric.id());
    if (schedule.runId() != null) {
      return false;
    }
    Asked asked = new Asked(ProcessChanged.SYSTEM, UUID.randomUUID().toString());
    begin(fabric, schedule, Wish.of("watch"), schedule.missed(), asked);
    return true;
  }

  /** Begins a run; the caller has locked the schedule and seen that nothing holds it. */
  SyncRun begin(Fabric fabric, SyncSchedule schedule, Wish wish, int missed, Asked asked) {
    Instant now = clock.instant();
    JsonNode none = JsonNodeFactory.instance.objectNode();
    SyncRun run =
        new SyncRun(
            UUID.randomUUID(),
            fabric.id(),
            wish.trigger(),
            wish.dryRun(),
            wish.acceptEmpty(),
            wish.selfHeal(),
            asked.by(),
            asked.requestId(),
            schedule.nextDue(),
            missed,
            "queued",
            null,
            null,
            false,
            new PassedOver().asJson(),
            none,
            none,
            0,
            0,
            JsonNodeFactory.instance.nullNode(),
            now,
            null,
            null);
    runs.insert(run);
    schedules.begun(
        fabric.id(),
        run.id(),
        fabric.scheduled() ? schedule.slotAfterBegin(now, fabric.syncInterval()) : null);
    proofs.attempted(fabric.id());
    ObjectNode form = json.createObjectNode();
    form.put("fabric_id", fabric.id().toString());
    processes.start(run.id(), WORKFLOW, form, asked.by(), asked.requestId());
    return run;
  }

  /** All was compared. */
  @Transactional
  public void succeeded(SyncRun run, String outcome, JsonNode counts, JsonNode drift) {
    if (runs.ended(run.id(), "succeeded", outcome, counts, null)) {
      SyncRun ended = runs.find(run.id()).orElse(run);
      if (!run.dryRun()) {
        JsonNode proved = ended.resourceVersions();
        toldOfWrites(ended);
        told(run, outcome, null);
        proofs.proved(run.fabricId(), run.id(), outcome, proved, drift);
      }
      letGo(run, false, false);
    }
  }

  /** It could not be compared, or must not be believed. */
  @Transactional
  public void failed(SyncRun run, String status, JsonNode counts, JsonNode error) {
    String outcome = SyncTrouble.outcome(error);
    if (runs.ended(run.id(), status, outcome, counts, error)) {
      if (!run.dryRun()) {
        toldOfWrites(runs.find(run.id()).orElse(run));
        told(run, outcome, error.path("message").asText());
        proofs.failed(run.fabricId(), outcome, error);
        String connection = SyncTrouble.connection(error);
        if (!connection.equals("unknown")) {
          proofs.connection(run.fabricId(), connection);
        }
      }
      letGo(run, true, outcome.equals("outdated"));
    }
  }

  /** Whoever wants to know is told when a fabric stands otherwise than before. */
  private void told(SyncRun run, String outcome, @Nullable String message) {
    String before = proofs.require(run.fabricId()).outcome();
    if (!outcome.equals(before)) {
      events.publishEvent(
          new FabricChanged(
              run.fabricId(),
              fabrics.require(run.fabricId()).name(),
              run.id(),
              before == null ? SyncStatus.NEVER_SYNCED.word() : before,
              outcome,
              message,
              run.requestedBy(),
              run.requestId(),
              clock.instant()));
    }
  }

  /** Whoever wants to know is told what was changed in the cluster, however the run ended. */
  private void toldOfWrites(SyncRun ended) {
    if (ended.writes() > 0) {
      events.publishEvent(
          new FabricApplied(
              ended.fabricId(),
              fabrics.require(ended.fabricId()).name(),
              ended.id(),
              String.valueOf(ended.commit()),
              ended.writes(),
              ended.counts(),
              ended.requestedBy(),
              ended.requestId(),
              clock.instant()));
    }
  }

  private void letGo(SyncRun run, boolean failed, boolean outdated) {
    Fabric fabric = fabrics.require(run.fabricId());
    SyncSchedule schedule = schedules.lock(fabric.id());
    runs.stoodFor(run.id(), schedule.missed());
    schedules.ended(fabric.id(), run.id(), failed, next(fabric, run, schedule, failed, outdated));
  }

  /** What fell due while it ran is done with it, but for what was changed meanwhile. */
  private @Nullable Instant next(
      Fabric fabric, SyncRun run, SyncSchedule schedule, boolean failed, boolean outdated) {
    Instant due = schedule.nextDue();
    if (!fabric.scheduled() || due == null) {
      return due;
    }
    Instant now = clock.instant();
    boolean anew = outdated && schedule.failures() == 0;
    if (anew || fabric.updatedAt().isAfter(run.createdAt())) {
      return now;
    }
    int interval = fabric.syncInterval();
    if (failed) {
      return new SyncSchedule(fabric.id(), schedule.anchor(), due, null, 0, schedule.failures() + 1)
          .slotAfterFailures(now, interval);
    }
    return due.isAfter(now) ? due : schedule.slotAfter(now, interval);
  }
}
