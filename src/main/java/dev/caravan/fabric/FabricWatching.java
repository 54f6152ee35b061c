package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.kubernetes.KubernetesWatches;
import dev.caravan.worker.Node;
import dev.caravan.worker.NodeRole;
import dev.caravan.worker.Problem;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/**
 * Sees changes in clusters between the runs and marks them at once. It proves nothing: that the
 * runs do, at their times.
 */
@Component
public class FabricWatching {

  private static final Logger log = LoggerFactory.getLogger(FabricWatching.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration BETWEEN_LISTS = Duration.ofSeconds(30);

  private final FabricStore fabrics;
  private final ComparedStore compared;
  private final KindStore kinds;
  private final ProofStore proofs;
  private final SyncRuns sync;
  private final WatchStore store;
  private final Clusters clusters;
  private final KubernetesWatches watches;
  private final Node node;
  private final Concealing concealing;
  private final ObjectMapper json;
  private final Clock clock;
  private Instant next = Instant.EPOCH;
  private final Map<UUID, FabricWatch> watched = new HashMap<>();
  private final Map<UUID, Instant> listAgain = new HashMap<>();
  private final Set<UUID> touched = ConcurrentHashMap.newKeySet();

  FabricWatching(
      FabricStore fabrics,
      ComparedStore compared,
      KindStore kinds,
      ProofStore proofs,
      SyncRuns sync,
      WatchStore store,
      Clusters clusters,
      KubernetesWatches watches,
      Node node,
      Concealing concealing,
      ObjectMapper json,
      Clock clock) {
    this.fabrics = fabrics;
    this.compared = compared;
    this.kinds = kinds;
    this.proofs = proofs;
    this.sync = sync;
    this.store = store;
    this.clusters = clusters;
    this.watches = watches;
    this.node = node;
    this.concealing = concealing;
    this.json = json;
    this.clock = clock;
  }

  /** Takes what is to be watched and nobody watches, and lets go of what is not. */
  public synchronized void tend() {
    Instant now = clock.instant();
    watched.values().forEach(FabricWatch::goOn);
    if (!node.is(NodeRole.WORKER) || now.isBefore(next)) {
      return;
    }
    next = now.plus(PAUSE);
    Set<UUID> wanted = new HashSet<>();
    for (Fabric fabric : fabrics.watched()) {
      if (fabric.configured() && store.hold(fabric.id(), node.name())) {
        wanted.add(fabric.id());
        tend(fabric);
      }
    }
    watched
        .entrySet()
        .removeIf(
            each -> {
              boolean over = !wanted.contains(each.getKey());
              if (over) {
                listAgain.remove(each.getKey());
                each.getValue().stop();
                store.letGo(each.getKey(), node.name());
              }
              return over;
            });
  }

  private void tend(Fabric fabric) {
    FabricWatch watch = watched.get(fabric.id());
    if (watch != null && !watch.isOf(fabric)) {
      watch.stop();
      watch = null;
    }
    try {
      if (watch == null) {
        watch =
            new FabricWatch(
                fabric,
                clusters.of(fabric),
                watches,
                (kind, event) -> told(fabric, kind, event),
                clock);
        watched.put(fabric.id(), watch);
      }
      JsonNode proved = positions(fabric);
      if (watch.tend(kinds.of(fabric.id()), proved)) {
        list(fabric);
      }
      boolean active = watch.active();
      store.is(
          fabric.id(),
          active ? "active" : watch.error() != null ? "error" : "starting",
          active ? null : watch.error());
    } catch (Problem noCluster) {
      store.is(fabric.id(), "error", noCluster.getMessage());
    }
  }

  /** Those of another cluster mean nothing to this one. */
  private JsonNode positions(Fabric fabric) {
    Proof proof = proofs.require(fabric.id());
    return fabric.cluster().place().equals(proof.place())
        ? proof.provedAt()
        : MissingNode.getInstance();
  }

  /** What expired goes on from a new list; one that fails is not asked for again at once. */
  private void list(Fabric fabric) {
    Instant now = clock.instant();
    if (!now.isBefore(listAgain.getOrDefault(fabric.id(), Instant.EPOCH))
        && sync.beginForWatch(fabric)) {
      listAgain.put(fabric.id(), now.plus(BETWEEN_LISTS));
    }
  }

  /** The last events of a fabric that was forgotten are nobody's. */
  private void told(Fabric fabric, ManagedKind kind, JsonNode event) {
    try {
      happened(fabric, kind, event);
    } catch (DataIntegrityViolationException gone) {
      log.debug("Fabric {} is no more", fabric.name(), gone);
    }
  }

  /** Something was added, changed or deleted. */
  private void happened(Fabric fabric, ManagedKind kind, JsonNode event) {
    String type = event.path("type").asText();
    JsonNode object = event.path("object");
    if (!Set.of("ADDED", "MODIFIED", "DELETED").contains(type)) {
      return;
    }
    String key =
        FabricResource.key(
            kind.group(),
            kind.kind(),
            fabric.cluster().namespace(),
            object.at("/metadata/name").asText());
    ComparedStore.Mark mark = compared.mark(fabric.id(), key).orElse(null);
    if (mark != null && !isNewer(object, mark.resourceVersion())) {
      return;
    }
    Map<String, ComparedStore.Mark> marks = mark == null ? Map.of() : Map.of(key, mark);
    Comparing comparing =
        new Comparing(fabric, compared, concealing, json, clock.instant(), true, marks, Map.of());
    if (!type.equals("DELETED")) {
      comparing.add(kind, List.of(object));
    }
    compared.keep(comparing.changed(Set.of(kind.key())), false);
    compared.forget(comparing.vanished());
    if (kind.kind().equals(Comparing.AGENT)) {
      String name = object.at("/metadata/name").asText();
      JsonNode shown = concealing.concealed(fabric.id(), kind.group(), kind.kind(), object);
      Health health = type.equals("DELETED") ? Health.UNKNOWN : Health.of(shown, clock.instant());
      compared.healthOf(fabric.id(), Comparing.SWITCH, name, health);
    }
    store.saw(fabric.id());
    touched.add(fabric.id());
  }

  /** What we have written ourselves, or listed since, is no news. */
  private static boolean isNewer(JsonNode object, @Nullable String known) {
    try {
      String now = object.at("/metadata/resourceVersion").asText();
      return known == null || new BigInteger(now).compareTo(new BigInteger(known)) > 0;
    } catch (NumberFormatException opaque) {
      return true;
    }
  }

  /** Says how the fabrics stand in which something has happened. */
  public void say() {
    for (UUID id : Set.copyOf(touched)) {
      touched.remove(id);
      fabrics
          .find(id)
          .ifPresent(
              fabric -> {
                ObjectNode drift = compared.drift(id);
                boolean differs = compared.differs(fabric, kinds.named(fabric));
                proofs.drifted(id, drift, differs ? "out_of_sync" : "in_sync");
              });
    }
  }
}
