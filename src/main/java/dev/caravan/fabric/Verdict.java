package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an object stands.
 *
 * @param action what policy would have done: create, update, delete; null for nothing
 * @param base what both sides agree on from now on, or agreed on last
 */
record Verdict(
    String state,
    String drift,
    List<Difference> differences,
    @Nullable String action,
    @Nullable JsonNode base) {

  /**
   * Compares the two sides.
   *
   * @param known what is on record
   * @param actual what the cluster has now; null for nothing
   */
  static Verdict of(FabricResource known, @Nullable JsonNode actual, Fabric fabric) {
    JsonNode desired = known.desired();
    boolean applies = fabric.policy() == Policy.APPLY;
    if (desired == null) {
      return onlyThere(known, actual, fabric);
    }
    if (actual == null) {
      // What was there and was taken away by hand is a change in the cluster.
      String action = known.base() == null || fabric.selfHeal() ? "create" : null;
      boolean pending = applies && action != null;
      return new Verdict(
          pending ? "pending" : known.base() == null ? "committed" : "drifted",
          pending ? "creation_pending" : "desired_only",
          List.of(),
          action,
          known.base());
    }
    List<Difference> differences = differences(known, desired, actual, fabric);
    if (differences.isEmpty()) {
      return new Verdict("synced", "in_sync", List.of(), null, desired);
    }
    boolean going = !actual.at("/metadata/deletionTimestamp").isMissingNode();
    boolean act =
        !going
            && differences.stream().anyMatch(each -> each.resolution() == Difference.Side.DESIRED);
    return new Verdict(
        act && applies ? "pending" : "drifted",
        "spec_drift",
        differences,
        act ? "update" : null,
        known.base());
  }

  /** Which fields are not as git declares them. */
  static List<Difference> differences(
      FabricResource known, JsonNode desired, JsonNode actual, Fabric fabric) {
    return Differences.of(desired, known.base(), actual, known.normalised(), fabric.selfHeal());
  }

  private static Verdict onlyThere(FabricResource known, @Nullable JsonNode actual, Fabric fabric) {
    boolean ours =
        actual != null
            && known.appliedUid() != null
            && Objects.equals(known.appliedUid(), actual.at("/metadata/uid").asText())
            && OurMark.letsGo(actual, fabric.id());
    boolean going = actual != null && !actual.at("/metadata/deletionTimestamp").isMissingNode();
    boolean prune = ours && fabric.prune();
    return new Verdict(
        "orphaned",
        prune ? "deletion_pending" : "actual_only",
        List.of(),
        prune && !going ? "delete" : null,
        known.base());
  }
}
