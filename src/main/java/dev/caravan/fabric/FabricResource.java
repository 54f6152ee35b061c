package dev.caravan.fabric;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One object: what git says, what was agreed on last, what the cluster has, and how they differ.
 *
 * @param base what git and cluster agreed on last, or what was applied last
 * @param appliedUid the object that Caravan applied; only that is ever pruned
 * @param action what policy would have done: create, update, delete; null for nothing
 * @param normalised fields that the cluster keeps in its own way: what was sent, what it made of it
 * @param failure why the cluster refused it last
 * @param releasedUid the object that was left to another fabric
 * @param stale to be compared though the cluster has not changed
 */
record FabricResource(
    UUID id,
    UUID fabricId,
    String apiGroup,
    String kind,
    String namespace,
    String name,
    @Nullable JsonNode desired,
    @Nullable String desiredCommit,
    @Nullable String desiredFile,
    @Nullable JsonNode base,
    @Nullable String appliedUid,
    @Nullable String appliedCommit,
    @Nullable Instant appliedAt,
    @Nullable JsonNode actual,
    @Nullable String uid,
    @Nullable String resourceVersion,
    @Nullable Long generation,
    String health,
    @Nullable String healthMessage,
    String state,
    String drift,
    JsonNode differences,
    @Nullable String action,
    JsonNode normalised,
    @Nullable JsonNode failure,
    @JsonIgnore @Nullable String releasedUid,
    boolean stale,
    Instant updatedAt) {

  /** How an object is told from all others of its fabric. */
  static String key(String group, String kind, String namespace, String name) {
    return String.join("/", group, kind, namespace, name);
  }

  /** The same, known to be ours. */
  FabricResource appliedAs(String object) {
    return new FabricResource(
        id,
        fabricId,
        apiGroup,
        kind,
        namespace,
        name,
        desired,
        desiredCommit,
        desiredFile,
        base,
        object,
        appliedCommit,
        appliedAt,
        actual,
        uid,
        resourceVersion,
        generation,
        health,
        healthMessage,
        state,
        drift,
        differences,
        action,
        normalised,
        failure,
        releasedUid,
        stale,
        updatedAt);
  }

  String key() {
    return key(apiGroup, kind, namespace, name);
  }

  String kindKey() {
    return ManagedKind.key(apiGroup, kind);
  }
}
