package dev.caravan.fabric;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people say of a fabric.
 *
 * @param apiGroups whose kinds are kept in sync where none are named
 * @param kinds such as VPC or vpcs.vpc.githedgehog.com
 * @param syncInterval seconds; 0 is never by itself
 * @param prune whether what Caravan applied is deleted once git has it no more
 * @param selfHeal whether what was changed in the cluster is changed back
 * @param dryRunFirst whether nothing is applied of which the cluster would refuse a part
 * @param windows when changes may be applied; none is always
 * @param blackouts when none may be
 * @param watch whether changes in the cluster are seen between the runs
 * @param captureBranch where objects that only the cluster has are written to in git
 */
record Fabric(
    UUID id,
    String name,
    ClusterPlace cluster,
    GitPlace git,
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
    @Nullable String captureBranch,
    int version,
    String createdBy,
    Instant createdAt,
    Instant updatedAt) {

  Fabric {
    apiGroups = List.copyOf(apiGroups);
    kinds = List.copyOf(kinds);
    windows = List.copyOf(windows);
    blackouts = List.copyOf(blackouts);
  }

  /** Whether there is anything to compare. */
  boolean configured() {
    return cluster.named() && !git.url().isEmpty();
  }

  /** Whether it is synced by itself. */
  boolean scheduled() {
    return syncEnabled && syncInterval > 0 && configured();
  }

  /** The same where what was changed in the cluster is changed back. */
  Fabric healing() {
    return new Fabric(
        id,
        name,
        cluster,
        git,
        apiGroups,
        kinds,
        syncEnabled,
        syncInterval,
        policy,
        prune,
        true,
        dryRunFirst,
        windows,
        blackouts,
        watch,
        captureBranch,
        version,
        createdBy,
        createdAt,
        updatedAt);
  }

  /** Whether changes may be applied at this time. */
  boolean mayApply(Instant now) {
    return policy == Policy.APPLY
        && blackouts.stream().noneMatch(each -> each.holds(now))
        && (windows.isEmpty() || windows.stream().anyMatch(each -> each.holds(now)));
  }
}
