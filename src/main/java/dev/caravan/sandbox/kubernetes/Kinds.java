package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The kinds that the server knows: its own, and those that definitions make. */
final class Kinds {

  static final Resource NAMESPACES =
      Resource.builtIn("", "namespaces", "namespace", "Namespace", "ns");
  static final Resource DEFINITIONS =
      Resource.builtIn(
          "apiextensions.k8s.io",
          "customresourcedefinitions",
          "customresourcedefinition",
          "CustomResourceDefinition",
          "crd");

  /** A definition is not there for those who ask at once, as on a real server. */
  private static final long ESTABLISHING = Duration.ofMillis(300).toNanos();

  private final Map<String, Kind> kinds = new ConcurrentSkipListMap<>();

  /**
   * One kind.
   *
   * @param stored in the version that is stored
   * @param served in each version that is served
   * @param since by the clock of the machine
   */
  private record Kind(Resource stored, Map<String, Resource> served, long since) {

    boolean established() {
      return System.nanoTime() - since >= 0;
    }
  }

  Kinds() {
    clear();
  }

  void clear() {
    kinds.clear();
    for (Resource each : List.of(NAMESPACES, DEFINITIONS)) {
      kinds.put(each.id(), new Kind(each, Map.of(each.version(), each), System.nanoTime()));
    }
  }

  /** Kinds that are there from the beginning. */
  void define(ObjectNode definition) {
    define(definition, System.nanoTime());
  }

  /** One that is there a little later, or has changed. */
  void establish(ObjectNode definition) {
    Kind before = kinds.get(Metadata.name(definition));
    define(definition, before == null ? System.nanoTime() + ESTABLISHING : before.since());
  }

  private void define(ObjectNode definition, long since) {
    Map<String, Resource> served = new LinkedHashMap<>();
    for (JsonNode version : definition.path("spec").path("versions")) {
      if (version.path("served").asBoolean()) {
        served.put(version.path("name").asText(), Resource.definedBy(definition, version));
      }
    }
    Resource stored = Resource.definedBy(definition);
    kinds.put(stored.id(), new Kind(stored, served, since));
  }

  void forget(Resource resource) {
    kinds.remove(resource.id());
  }

  Optional<Resource> find(String id) {
    return Optional.ofNullable(kinds.get(id)).map(Kind::stored);
  }

  /** The kind of a path; of one that nobody knows the API answers by its group. */
  Resource of(RequestInfo info) {
    return Optional.ofNullable(kinds.get(Refusal.dotted(info.resource(), info.group())))
        .filter(Kind::established)
        .map(kind -> kind.served().get(info.version()))
        .orElseThrow(
            () ->
                info.group().isEmpty()
                    ? Refusal.of(404, "the server could not find the requested resource")
                    : Refusal.noPage());
  }

  /** All kinds of a group, each in every version that is served. */
  List<Resource> in(String group) {
    return kinds.values().stream()
        .filter(kind -> kind.stored().group().equals(group) && kind.established())
        .flatMap(kind -> kind.served().values().stream())
        .toList();
  }

  Collection<Resource> all() {
    return kinds.values().stream().filter(Kind::established).map(Kind::stored).toList();
  }
}
