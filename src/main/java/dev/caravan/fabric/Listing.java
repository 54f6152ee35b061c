package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.kubernetes.Cluster;
import dev.caravan.kubernetes.Conversation;
import dev.caravan.kubernetes.KubernetesAnswer;
import dev.caravan.kubernetes.KubernetesRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What a cluster has of a fabric's kinds, at one moment each. */
public final class Listing {

  private static final int OBJECTS_AT_ONCE = 500;
  private static final int FRESH_STARTS = 3;

  private final Fabric fabric;
  private final Cluster cluster;
  private final Instant begun;
  private final Map<String, List<ObjectNode>> objects = new ConcurrentHashMap<>();
  private final Map<String, String> resourceVersions = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private List<ManagedKind> kinds;
  private boolean everything;

  Listing(Fabric fabric, Cluster cluster, Instant begun, List<ManagedKind> kinds) {
    this.fabric = fabric;
    this.cluster = cluster;
    this.begun = begun;
    this.kinds = kinds;
  }

  Fabric fabric() {
    return fabric;
  }

  /** Nothing of it is older. */
  Instant begun() {
    return begun;
  }

  String place() {
    return cluster.place();
  }

  List<ManagedKind> kinds() {
    return kinds;
  }

  void only(List<ManagedKind> chosen) {
    this.kinds = chosen;
  }

  /** What has not changed is to be compared, too: other things have than git and cluster. */
  void everything() {
    everything = true;
  }

  boolean comparesEverything() {
    return everything;
  }

  int requests() {
    return requests.get();
  }

  /** Another request was sent for it. */
  void counted() {
    requests.incrementAndGet();
  }

  /** A conversation that counts what it asks. */
  Conversation talk() {
    return new Conversation(cluster);
  }

  /** One for each kind. */
  List<Conversation> lists() {
    List<Conversation> talks = new ArrayList<>();
    for (ManagedKind kind : kinds) {
      Conversation talk = talk();
      ask(talk, kind, "", new ArrayList<>(), FRESH_STARTS);
      talks.add(talk);
    }
    return talks;
  }

  private void ask(
      Conversation talk, ManagedKind kind, String position, List<ObjectNode> found, int fresh) {
    String query =
        "limit="
            + OBJECTS_AT_ONCE
            + (position.isEmpty() ? "" : "&continue=" + KubernetesRequest.encoded(position));
    talk.ask(
        KubernetesRequest.get(kind.path(cluster.namespace()), query),
        answer -> {
          counted();
          if (answer.status() == 410 && fresh > 0) {
            // The moment that it was listed at is forgotten: all of it again, at a new one.
            ask(talk, kind, "", new ArrayList<>(), fresh - 1);
            return;
          }
          take(talk, kind, found, fresh, answer);
        });
  }

  private void take(
      Conversation talk,
      ManagedKind kind,
      List<ObjectNode> found,
      int fresh,
      KubernetesAnswer answer) {
    if (answer.notFound()) {
      throw SyncTrouble.of(
          "MISSING_KIND",
          "The cluster does not know %s (%s.%s) any more"
              .formatted(kind.kind(), kind.plural(), kind.group()),
          Map.of("missing", List.of(kind.kind())));
    }
    if (!answer.ok() || !answer.body().path("items").isArray()) {
      throw SyncTrouble.of(answer, "Listing " + kind.plural());
    }
    for (JsonNode item : answer.body().path("items")) {
      found.add((ObjectNode) item);
    }
    String next = answer.body().at("/metadata/continue").asText("");
    if (next.isEmpty()) {
      objects.put(kind.key(), found);
      resourceVersions.put(kind.key(), answer.body().at("/metadata/resourceVersion").asText(""));
    } else {
      ask(talk, kind, next, found, fresh);
    }
  }

  Collection<ObjectNode> of(ManagedKind kind) {
    return objects.getOrDefault(kind.key(), List.of());
  }

  boolean empty() {
    return objects.values().stream().allMatch(List::isEmpty);
  }

  Map<String, String> resourceVersions() {
    return resourceVersions;
  }

  /** What else is asked where everything is empty: whether there is such a namespace at all. */
  void askForNamespace(Conversation talk) {
    talk.ask(namespace(), this::took);
  }

  /** The same where nothing may be done unless that is known, or may not be asked. */
  void requireNamespace(Conversation talk) {
    talk.ask(
        namespace(),
        answer -> {
          took(answer);
          if (!answer.ok() && answer.status() != 403) {
            throw SyncTrouble.of(answer, "Asking for namespace " + cluster.namespace());
          }
        });
  }

  private KubernetesRequest namespace() {
    return KubernetesRequest.get("/api/v1/namespaces/" + cluster.namespace(), "");
  }

  private void took(KubernetesAnswer answer) {
    counted();
    if (answer.notFound()) {
      throw SyncTrouble.of(
          "WRONG_NAMESPACE",
          "The cluster has no namespace " + cluster.namespace(),
          Map.of("namespace", cluster.namespace()));
    }
  }
}
