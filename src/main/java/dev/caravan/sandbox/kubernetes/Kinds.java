package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
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

  private final Map<String, Resource> kinds = new ConcurrentSkipListMap<>();

  Kinds() {
    clear();
  }

  void clear() {
    kinds.clear();
    kinds.put(NAMESPACES.id(), NAMESPACES);
    kinds.put(DEFINITIONS.id(), DEFINITIONS);
  }

  void define(ObjectNode definition) {
    Resource resource = Resource.definedBy(definition);
    kinds.put(resource.id(), resource);
  }

  void forget(Resource resource) {
    kinds.remove(resource.id());
  }

  Optional<Resource> find(String id) {
    return Optional.ofNullable(kinds.get(id));
  }

  /** The kind of a path; of one that nobody knows the API answers by its group. */
  Resource of(RequestInfo info) {
    return find(Refusal.dotted(info.resource(), info.group()))
        .filter(kind -> kind.version().equals(info.version()))
        .orElseThrow(
            () ->
                info.group().isEmpty()
                    ? Refusal.of(404, "the server could not find the requested resource")
                    : Refusal.noPage());
  }

  List<Resource> in(String group) {
    return kinds.values().stream().filter(kind -> kind.group().equals(group)).toList();
  }

  Collection<Resource> all() {
    return kinds.values();
  }
}
