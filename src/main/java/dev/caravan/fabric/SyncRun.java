package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One sync of a fabric.
 *
 * @param id that of the process which does the work, too
 * @param trigger schedule, manual or watch
 * @param selfHeal whether git wins in this run, whatever the fabric says
 * @param missed runs that it stands for besides its own
 * @param status queued, running, succeeded, failed, cancelled
 * @param outcome what was found: in_sync, out_of_sync, error, suspect_empty, planned
 * @param ownCommit whether the commit is one that Caravan made when it captured
 * @param passedOver what in the folder declares nothing: a count, and paths with reasons
 * @param counts by kind: created, updated, deleted, unchanged, failed
 * @param requests sent to the cluster
 * @param writes those of them that changed something
 */
record SyncRun(
    UUID id,
    UUID fabricId,
    String trigger,
    boolean dryRun,
    boolean acceptEmpty,
    boolean selfHeal,
    String requestedBy,
    String requestId,
    @Nullable Instant dueAt,
    int missed,
    String status,
    @Nullable String outcome,
    @Nullable String commit,
    boolean ownCommit,
    JsonNode passedOver,
    JsonNode resourceVersions,
    JsonNode counts,
    int requests,
    int writes,
    JsonNode error,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt) {

  boolean ended() {
    return endedAt != null;
  }
}
