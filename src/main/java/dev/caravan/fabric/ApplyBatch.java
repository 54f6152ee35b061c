package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.kubernetes.KubernetesAnswer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a cluster answered to changes and is not yet written down. For one conversation. */
final class ApplyBatch {

  private static final int ANSWERS_AT_ONCE = 20;

  private final SyncRun run;
  private final AppliedStore resources;
  private final SyncRunStore runs;
  private final ChangeStore report;
  private final boolean dryRun;
  private final List<Change> changes = new ArrayList<>();
  private final List<AppliedStore.Applied> applied = new ArrayList<>();
  private final List<UUID> deleted = new ArrayList<>();
  private final List<UUID> released = new ArrayList<>();
  private final Map<UUID, JsonNode> refused = new HashMap<>();
  private int requests;
  private int writes;

  ApplyBatch(
      SyncRun run, AppliedStore resources, SyncRunStore runs, ChangeStore report, boolean dryRun) {
    this.run = run;
    this.resources = resources;
    this.runs = runs;
    this.report = report;
    this.dryRun = dryRun;
  }

  /** A request was answered; an answer that says nothing of this object alone ends the run. */
  void answered(FabricResource resource, KubernetesAnswer answer) {
    requests++;
    if (answer.status() == 401 || (answer.unsure() && answer.status() != 500)) {
      flush();
      throw SyncTrouble.of(answer, "Applying %s %s".formatted(resource.kind(), resource.name()));
    }
  }

  /** The cluster has deleted it, or did not have it any more. */
  void deleted(FabricResource resource) {
    told(resource, "deleted");
    if (!dryRun) {
      writes++;
      deleted.add(resource.id());
    }
  }

  /** It would be made, and cannot be asked for yet. */
  void planned(FabricResource resource, String message) {
    changes.add(Change.of(resource, "planned", message, resource.differences()));
  }

  /** It is not deleted, as another fabric declares it. */
  void released(FabricResource resource, String heir) {
    changes.add(
        Change.of(
            resource,
            "unchanged",
            "Fabric %s declares it, and it is left to that".formatted(heir),
            resource.differences()));
    if (!dryRun) {
      released.add(resource.id());
    }
  }

  /**
   * The cluster has taken it.
   *
   * @param normalised what it keeps in its own way
   * @param whole whether all of it is as declared now
   */
  void took(FabricResource resource, KubernetesAnswer answer, JsonNode normalised, boolean whole) {
    String result = result(resource, answer);
    if (whole) {
      told(resource, result);
    }
    if (!dryRun) {
      writes += result.equals("unchanged") ? 0 : 1;
      applied.add(
          new AppliedStore.Applied(
              resource.id(), answer.body().at("/metadata/uid").asText(), normalised, whole));
    }
  }

  private void told(FabricResource resource, String result) {
    changes.add(Change.of(resource, dryRun ? "planned" : result, null, resource.differences()));
  }

  private String result(FabricResource resource, KubernetesAnswer answer) {
    if (answer.status() == 201 || madeJustNow(resource, answer)) {
      return "created";
    }
    String version = answer.body().at("/metadata/resourceVersion").asText();
    return version.equals(resource.resourceVersion()) ? "unchanged" : "updated";
  }

  /** An earlier attempt of this run made it, and could not write that down. */
  private boolean madeJustNow(FabricResource resource, KubernetesAnswer answer) {
    String created = answer.body().at("/metadata/creationTimestamp").asText("");
    return "create".equals(resource.action())
        && answer.body().at("/metadata/generation").asLong() == 1
        && !created.isEmpty()
        && !Instant.parse(created).isBefore(run.createdAt().truncatedTo(ChronoUnit.SECONDS));
  }

  /** The cluster has refused it, or others own a part. */
  void refused(FabricResource resource, ApplyFailure failure) {
    changes.add(Change.of(resource, "failed", failure.message(), failure.asJson()));
    if (!dryRun) {
      refused.put(resource.id(), failure.asJson());
    }
  }

  void flushIfFull() {
    if (changes.size() >= ANSWERS_AT_ONCE) {
      flush();
    }
  }

  void flush() {
    if (requests == 0 && changes.isEmpty()) {
      return;
    }
    // First whose it is: a death in between costs a line of the report, never the ownership.
    resources.applied(applied);
    resources.deleted(deleted);
    resources.released(released);
    resources.refused(refused);
    report.keep(run.id(), changes);
    runs.sent(run.id(), requests, writes);
    changes.clear();
    applied.clear();
    deleted.clear();
    released.clear();
    refused.clear();
    requests = 0;
    writes = 0;
  }
}
