package dev.caravan.fabric;

import dev.caravan.failure.Failure;
import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.git.GitClones;
import dev.caravan.kubernetes.Kubeconfigs;
import dev.caravan.security.PlainHttp;
import dev.caravan.workflow.Asked;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps fabrics, and begins syncs that somebody asks for. */
@Component
class Fabrics {

  private static final int USUAL_INTERVAL = 300;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final FabricStore store;
  private final ProofStore proofs;
  private final ScheduleStore schedules;
  private final SyncSchedules due;
  private final SyncRuns sync;
  private final Kubeconfigs kubeconfigs;
  private final GitClones git;
  private final PlainHttp plainHttp;
  private final Clock clock;

  Fabrics(
      FabricStore store,
      ProofStore proofs,
      ScheduleStore schedules,
      SyncSchedules due,
      SyncRuns sync,
      Kubeconfigs kubeconfigs,
      GitClones git,
      PlainHttp plainHttp,
      Clock clock) {
    this.store = store;
    this.proofs = proofs;
    this.schedules = schedules;
    this.due = due;
    this.sync = sync;
    this.kubeconfigs = kubeconfigs;
    this.git = git;
    this.plainHttp = plainHttp;
    this.clock = clock;
  }

  /** A new fabric, due at once where it is to be synced by itself. */
  @Transactional
  public Fabric add(FabricBody body, String by) {
    Instant now = clock.instant();
    Fabric blank =
        new Fabric(
            UUID.randomUUID(),
            "",
            ClusterPlace.NONE,
            GitPlace.NONE,
            List.of(),
            List.of(),
            true,
            USUAL_INTERVAL,
            Policy.OBSERVE,
            false,
            false,
            false,
            List.of(),
            List.of(),
            false,
            null,
            1,
            by,
            now,
            now);
    FabricChange change = new FabricChange(blank, FabricSecrets.NONE, body);
    Fabric fabric = change.fabric(contexts(body), git::problem, plainHttp::allows, now);
    store.insert(fabric, change.secrets());
    proofs.insert(fabric.id());
    due.saved(fabric, true);
    return store.require(fabric.id());
  }

  /**
   * Changes what is said; it is looked at anew at once.
   *
   * @param expected the version that is to be changed; null for any
   */
  @Transactional
  public Fabric change(UUID id, @Nullable Integer expected, FabricBody body) {
    Fabric before = expecting(id, expected);
    FabricChange change = new FabricChange(before, store.secrets(id), body);
    Fabric after = change.fabric(contexts(body), git::problem, plainHttp::allows, clock.instant());
    if (!store.update(after, change.secrets())) {
      throw overtaken(id);
    }
    proofs.forgetSources(id);
    due.saved(after, after.syncInterval() != before.syncInterval());
    return store.require(id);
  }

  private Set<String> contexts(FabricBody body) {
    FabricBody.ClusterBody cluster = body.cluster();
    if (cluster == null || cluster.kubeconfigContext() == null) {
      return Set.of();
    }
    try {
      return kubeconfigs.contexts();
    } catch (Failure unreadable) {
      return new TreeSet<>();
    }
  }

  /** Forgets a fabric; nothing in the cluster or in git is touched. */
  @Transactional
  public void delete(UUID id, @Nullable Integer expected) {
    Fabric fabric = expecting(id, expected);
    UUID run = schedules.lock(id).runId();
    if (run != null) {
      throw held(fabric, run);
    }
    if (!store.delete(fabric)) {
      throw overtaken(id);
    }
  }

  private Fabric expecting(UUID id, @Nullable Integer expected) {
    Fabric fabric = store.require(id);
    if (expected != null && expected != fabric.version()) {
      throw overtaken(id);
    }
    return fabric;
  }

  private static PermanentFailure overtaken(UUID id) {
    return new PermanentFailure(
        FailureKind.PRECONDITION,
        "Fabric %s was changed by somebody else meanwhile: read it again".formatted(id),
        Map.of());
  }

  /** Begins a sync now. */
  @Transactional
  public SyncRun sync(UUID id, SyncRuns.Wish wish, Asked asked) {
    Fabric fabric = store.require(id);
    if (!fabric.configured()) {
      throw PermanentFailure.conflict(
          "Fabric %s names no cluster, or no git repository".formatted(fabric.name()));
    }
    SyncSchedule schedule = schedules.lock(id);
    Workforce workforce = schedules.workforce();
    if (!workforce.working()) {
      throw nobody(fabric, schedule, workforce);
    }
    UUID run = schedule.runId();
    if (run != null) {
      throw held(fabric, run);
    }
    return sync.begin(fabric, schedule, wish, schedule.missed(), asked);
  }

  private RetryableFailure nobody(Fabric fabric, SyncSchedule schedule, Workforce workforce) {
    Instant since = workforce.workerSeen();
    long missed = FabricViews.missedRuns(fabric, schedule, clock.instant());
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("sync_status", SyncStatus.NO_WORKER.word());
    details.put("topics", ScheduleStore.TOPICS);
    details.put("missed_runs", missed);
    if (since != null) {
      details.put("since", since);
    }
    return RetryableFailure.resource(
        "no_worker: fabric %s cannot be synced: %s"
            .formatted(fabric.name(), FabricViews.message("worker", since, missed)),
        RETRY_AFTER,
        details);
  }

  private static PermanentFailure held(Fabric fabric, UUID run) {
    return new PermanentFailure(
        FailureKind.CONFLICT,
        "Fabric %s is being synced by run %s".formatted(fabric.name(), run),
        Map.of("run_id", run, "process_id", run));
  }
}
