package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.kubernetes.Cluster;
import dev.caravan.kubernetes.Conversation;
import dev.caravan.kubernetes.KubernetesAnswer;
import dev.caravan.kubernetes.KubernetesRequest;
import dev.caravan.worker.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private Map<String, List<String>> versions = Map.of();
  private Set<String> awaited = Set.of();
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

  /** Some kinds are listed in more than one version: in those that their objects name. */
  void alsoIn(Map<String, List<String>> versionsByKind) {
    versions = versionsByKind;
  }

  /** The same kind in the other versions that it is listed in. */
  List<ManagedKind> others(ManagedKind kind) {
    return versions.getOrDefault(kind.key(), List.of()).stream()
        .filter(version -> !version.equals(kind.version()))
        .map(kind::in)
        .toList();
  }

  /** Kinds that are to be made by definitions in git: what is not there yet is not missing. */
  void awaits(Set<String> keys) {
    awaited = keys;
  }

  Set<String> awaited() {
    return awaited;
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
      List<ManagedKind> each = new ArrayList<>(List.of(kind));
      each.addAll(others(kind));
      for (ManagedKind one : each) {
        Conversation talk = talk();
        ask(talk, one, "", new ArrayList<>(), FRESH_STARTS);
        talks.add(talk);
      }
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
      objects.put(place(kind), found);
      if (kinds.contains(kind)) {
        resourceVersions.put(kind.key(), answer.body().at("/metadata/resourceVersion").asText(""));
      }
    } else {
      ask(talk, kind, next, found, fresh);
    }
  }

  Collection<ObjectNode> of(ManagedKind kind) {
    return objects.getOrDefault(place(kind), List.of());
  }

  private static String place(ManagedKind kind) {
    return kind.apiVersion() + "/" + kind.kind();
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

  /**
   * The same where nothing may be done unless that is known, or may not be asked.
   *
   * @param absent told where there is none
   */
  void requireNamespace(Conversation talk, Runnable absent) {
    talk.ask(
        namespace(),
        answer -> {
          if (answer.notFound()) {
            counted();
            absent.run();
            return;
          }
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
      throw noNamespace(cluster.namespace());
    }
  }

  static Problem noNamespace(String name) {
    return SyncTrouble.of(
        "WRONG_NAMESPACE", "The cluster has no namespace " + name, Map.of("namespace", name));
  }
}
