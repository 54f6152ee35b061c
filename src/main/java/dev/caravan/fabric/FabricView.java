package dev.caravan.fabric;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fabric as callers see it; secrets are never read back.
 *
 * @param lastAttempt when the last run began
 * @param lastSuccess when everything was compared last
 * @param provedAt which resourceVersion each kind was listed at then
 * @param syncedCommit which commit it was compared with
 * @param validUntil when what was proved expires
 * @param drift how many objects there are by drift
 * @param noWorker who is missing and since when; null where somebody is there
 */
@Schema(name = "Fabric")
@JsonInclude(JsonInclude.Include.ALWAYS)
record FabricView(
    UUID id,
    String name,
    Cluster cluster,
    Git git,
    List<String> apiGroups,
    List<String> kinds,
    boolean syncEnabled,
    int syncInterval,
    Policy policy,
    boolean prune,
    boolean selfHeal,
    boolean dryRunFirst,
    List<TimeWindow> windows,
    List<TimeWindow> blackouts,
    boolean watch,
    @Nullable Watching watching,
    @Nullable Capture capture,
    SyncStatus syncStatus,
    String connectionStatus,
    @Nullable Instant lastAttempt,
    @Nullable Instant lastSuccess,
    @Nullable String syncedCommit,
    JsonNode provedAt,
    @Nullable Instant validUntil,
    JsonNode syncError,
    @Nullable Instant nextDue,
    long missedRuns,
    @Nullable NoWorker noWorker,
    JsonNode drift,
    @Nullable UUID running,
    String createdBy,
    Instant createdAt,
    Instant updatedAt) {

  /**
   * Where the cluster is.
   *
   * @param auth what lets us in: token, client_certificate, kubeconfig or none
   */
  @Schema(name = "FabricCluster")
  record Cluster(
      String server, String namespace, String ca, String kubeconfigContext, String auth) {}

  /** Where the description is. */
  @Schema(name = "FabricGit")
  record Git(String url, String ref, String path, boolean hasToken) {}

  /**
   * How changes between the runs are seen.
   *
   * @param status starting, active, error or inactive
   * @param node which node watches
   */
  @Schema(name = "FabricWatching")
  record Watching(
      String status, @Nullable String node, @Nullable String error, @Nullable Instant lastEvent) {}

  /** Where what only the cluster has is written to. */
  @Schema(name = "FabricCapture")
  record Capture(String branch) {}

  /**
   * Nobody is there.
   *
   * @param missing worker or scheduler
   * @param since when the last one was seen; null where none ever was
   */
  @Schema(name = "FabricNoWorker")
  record NoWorker(String missing, @Nullable Instant since, long missedRuns, String message) {}
}
