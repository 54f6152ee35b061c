package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.kubernetes.Cluster;
import dev.caravan.kubernetes.KubernetesWatches;
import dev.caravan.kubernetes.Watch;
import dev.caravan.kubernetes.WatchEnd;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The watches of one fabric on this node, one for each kind. Asked by one thread at a time. */
final class FabricWatch {

  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** A kind that is watched. */
  private static final class OfKind {
    private final ManagedKind kind;
    private String position;
    private @Nullable CompletableFuture<WatchEnd> end;
    private Instant notBefore = Instant.EPOCH;
    private boolean expired;

    OfKind(ManagedKind kind, String position) {
      this.kind = kind;
      this.position = position;
    }
  }

  private final Fabric fabric;
  private final Cluster cluster;
  private final KubernetesWatches watches;
  private final BiConsumer<ManagedKind, JsonNode> event;
  private final Clock clock;
  private final Map<String, OfKind> kinds = new HashMap<>();
  private volatile boolean wanted = true;
  private @Nullable String error;

  FabricWatch(
      Fabric fabric,
      Cluster cluster,
      KubernetesWatches watches,
      BiConsumer<ManagedKind, JsonNode> event,
      Clock clock) {
    this.fabric = fabric;
    this.cluster = cluster;
    this.watches = watches;
    this.event = event;
    this.clock = clock;
  }

  /** Another version of the fabric is watched by another one of these. */
  boolean isOf(Fabric now) {
    return now.version() == fabric.version();
  }

  void stop() {
    wanted = false;
  }

  /** Why the last watch that failed did; null when all are well. */
  @Nullable String error() {
    return error;
  }

  /** Whether every kind is watched now. */
  boolean active() {
    return !kinds.isEmpty()
        && kinds.values().stream()
            .allMatch(
                each -> {
                  CompletableFuture<WatchEnd> end = each.end;
                  return end != null && !end.isDone();
                });
  }

  /**
   * Begins what is not watched, from where it was; what expired goes on from the next proof.
   *
   * @param proved which resourceVersion each kind was listed at last
   * @return whether a position has expired, so that a list is needed
   */
  boolean tend(List<ManagedKind> wantedKinds, JsonNode proved) {
    kinds.keySet().retainAll(wantedKinds.stream().map(ManagedKind::key).toList());
    for (ManagedKind kind : wantedKinds) {
      String listed = proved.path(kind.key()).asText("");
      OfKind state = kinds.get(kind.key());
      if (state == null) {
        if (listed.isEmpty()) {
          continue;
        }
        state = new OfKind(kind, listed);
        kinds.put(kind.key(), state);
      }
      if (state.expired && !listed.equals(state.position)) {
        state.expired = false;
        state.position = listed;
      }
    }
    goOn();
    return kinds.values().stream().anyMatch(each -> each.expired);
  }

  /** What has ended goes on from where it was. */
  void goOn() {
    for (OfKind state : kinds.values()) {
      took(state);
      if (state.end == null && !state.expired && !state.notBefore.isAfter(clock.instant())) {
        begin(state);
      }
    }
  }

  private void took(OfKind state) {
    CompletableFuture<WatchEnd> end = state.end;
    if (end == null || !end.isDone()) {
      return;
    }
    WatchEnd how = end.join();
    state.end = null;
    switch (how.ending()) {
      case ENDED -> {
        state.position = how.resourceVersion();
        error = null;
      }
      case EXPIRED -> state.expired = true;
      default -> {
        state.position = how.resourceVersion();
        state.notBefore = clock.instant().plus(PAUSE);
        error = how.words();
      }
    }
  }

  private void begin(OfKind state) {
    ManagedKind kind = state.kind;
    Watch watch =
        new Watch(
            cluster,
            kind.path(cluster.namespace()),
            state.position,
            what -> event.accept(kind, what),
            () -> wanted);
    state.end = watches.start(watch);
  }
}
