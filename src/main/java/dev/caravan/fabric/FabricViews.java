package dev.caravan.fabric;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Works out how fabrics stand now, from what is on record and who is there. */
@Component
class FabricViews {

  /** For fabrics that are synced by hand alone: what was proved holds as long as by default. */
  private static final int USUAL_INTERVAL = 300;

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private final ScheduleStore schedules;
  private final ProofStore proofs;
  private final WatchStore watches;
  private final Clock clock;

  FabricViews(ScheduleStore schedules, ProofStore proofs, WatchStore watches, Clock clock) {
    this.schedules = schedules;
    this.proofs = proofs;
    this.watches = watches;
    this.clock = clock;
  }

  FabricView of(Fabric fabric) {
    return of(List.of(fabric)).get(0);
  }

  List<FabricView> of(List<Fabric> list) {
    List<UUID> ids = list.stream().map(Fabric::id).toList();
    Map<UUID, SyncSchedule> due = new HashMap<>();
    schedules.of(ids).forEach(each -> due.put(each.fabricId(), each));
    Map<UUID, Proof> proved = new HashMap<>();
    proofs.of(ids).forEach(each -> proved.put(each.fabricId(), each));
    Workforce workforce = schedules.workforce();
    Instant now = clock.instant();
    return list.stream()
        .map(
            each ->
                view(
                    each,
                    due.getOrDefault(each.id(), SyncSchedule.none(each)),
                    proved.getOrDefault(each.id(), Proof.none(each.id())),
                    workforce,
                    now))
        .toList();
  }

  /** Who is missing for this fabric; null where somebody is there or nothing is to be done. */
  static FabricView.@Nullable NoWorker noWorker(
      Fabric fabric, SyncSchedule schedule, Workforce workforce, Instant now) {
    boolean wanted = fabric.scheduled() || schedule.runId() != null;
    String missing = workforce.missing().orElse("");
    boolean matters = missing.equals("worker") ? wanted : fabric.scheduled();
    if (missing.isEmpty() || !matters) {
      return null;
    }
    Instant since = workforce.missingSince();
    long missed = missedRuns(fabric, schedule, now);
    return new FabricView.NoWorker(missing, since, missed, message(missing, since, missed));
  }

  static String message(String missing, @Nullable Instant since, long missed) {
    return "no %s %s, %d %s missed"
        .formatted(
            missing,
            since == null ? "was ever there" : "since " + MINUTE.format(since),
            missed,
            missed == 1 ? "run" : "runs");
  }

  static long missedRuns(Fabric fabric, SyncSchedule schedule, Instant now) {
    return schedule.missed()
        + (fabric.scheduled() ? schedule.missedBy(now, fabric.syncInterval()) : 0L);
  }

  private FabricView view(
      Fabric fabric, SyncSchedule schedule, Proof proof, Workforce workforce, Instant now) {
    FabricView.NoWorker noWorker = noWorker(fabric, schedule, workforce, now);
    Instant success = proof.lastSuccess();
    Instant validUntil = success == null ? null : success.plus(validity(fabric));
    return new FabricView(
        fabric.id(),
        fabric.name(),
        cluster(fabric),
        new FabricView.Git(
            fabric.git().url(), fabric.git().ref(), fabric.git().path(), fabric.git().hasToken()),
        fabric.apiGroups(),
        fabric.kinds(),
        fabric.syncEnabled(),
        fabric.syncInterval(),
        fabric.policy(),
        fabric.prune(),
        fabric.selfHeal(),
        fabric.dryRunFirst(),
        fabric.windows(),
        fabric.blackouts(),
        fabric.watch(),
        fabric.watch() ? watches.of(fabric.id()) : null,
        fabric.captureBranch() == null
            ? null
            : new FabricView.Capture(String.valueOf(fabric.captureBranch())),
        status(fabric, schedule, proof, noWorker, validUntil, now),
        fabric.cluster().named() ? proof.connectionStatus() : "unknown",
        proof.lastAttempt(),
        success,
        proof.syncedCommit(),
        proof.provedAt(),
        validUntil,
        proof.syncError(),
        schedule.nextDue(),
        missedRuns(fabric, schedule, now),
        noWorker,
        proof.drift(),
        schedule.runId(),
        fabric.createdBy(),
        fabric.createdAt(),
        fabric.updatedAt());
  }

  private static FabricView.Cluster cluster(Fabric fabric) {
    ClusterPlace place = fabric.cluster();
    return new FabricView.Cluster(
        place.server(), place.namespace(), place.ca(), place.kubeconfigContext(), place.auth());
  }

  private static Duration validity(Fabric fabric) {
    int interval = fabric.syncInterval() > 0 ? fabric.syncInterval() : USUAL_INTERVAL;
    return Duration.ofSeconds(2L * interval);
  }

  private static SyncStatus status(
      Fabric fabric,
      SyncSchedule schedule,
      Proof proof,
      FabricView.@Nullable NoWorker noWorker,
      @Nullable Instant validUntil,
      Instant now) {
    if (!fabric.configured()) {
      return SyncStatus.NOT_CONFIGURED;
    }
    if (!fabric.syncEnabled()) {
      return SyncStatus.DISABLED;
    }
    if (noWorker != null) {
      return SyncStatus.NO_WORKER;
    }
    if (schedule.runId() != null) {
      return SyncStatus.SYNCING;
    }
    String outcome = proof.outcome();
    if (outcome == null) {
      return SyncStatus.NEVER_SYNCED;
    }
    return switch (outcome) {
      case "error" -> SyncStatus.ERROR;
      case "suspect_empty" -> SyncStatus.SUSPECT_EMPTY;
      case "outdated" -> SyncStatus.STALE;
      default -> {
        boolean expired = validUntil == null || validUntil.isBefore(now);
        yield expired
            ? SyncStatus.STALE
            : outcome.equals("in_sync") ? SyncStatus.IN_SYNC : SyncStatus.OUT_OF_SYNC;
      }
    };
  }
}
