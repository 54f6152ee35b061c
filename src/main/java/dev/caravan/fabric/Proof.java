package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the runs of a fabric found, the newest.
 *
 * @param outcome in_sync, out_of_sync, error, suspect_empty or outdated; null before the first
 * @param lastAttempt when the last run began
 * @param lastSuccess when a run last compared everything
 * @param provedAt which resourceVersion each kind was listed at then
 * @param readTree which tree of git the record is of
 * @param place which cluster and namespace it is of
 * @param capturedCommit the last commit that Caravan made itself
 */
record Proof(
    UUID fabricId,
    @Nullable String outcome,
    @Nullable Instant lastAttempt,
    @Nullable Instant lastSuccess,
    String connectionStatus,
    JsonNode syncError,
    @Nullable String syncedCommit,
    JsonNode provedAt,
    JsonNode drift,
    @Nullable String readCommit,
    @Nullable String readTree,
    @Nullable String place,
    @Nullable String capturedCommit,
    @Nullable Integer kindsVersion,
    @Nullable Instant kindsAt) {

  /** Of a fabric of which nothing is on record. */
  static Proof none(UUID fabric) {
    JsonNode nothing = JsonNodeFactory.instance.objectNode();
    return new Proof(
        fabric,
        null,
        null,
        null,
        "unknown",
        NullNode.getInstance(),
        null,
        nothing,
        nothing,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
