package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Objects that others cannot be without: definitions of kinds, and namespaces. They are made before
 * all else, and deleted after it; whatever is in them goes with them.
 */
final class Foundation {

  static final String DEFINITIONS_GROUP = "apiextensions.k8s.io";
  static final String DEFINITION = "CustomResourceDefinition";
  static final String NAMESPACE = "Namespace";

  /** What people would miss most, of kinds that a fabric need not know. */
  private static final List<String> CORE =
      List.of("pods", "services", "persistentvolumeclaims", "secrets");

  private Foundation() {}

  static boolean is(FabricResource resource) {
    return isDefinition(resource) || isNamespace(resource);
  }

  static boolean isDefinition(FabricResource resource) {
    return resource.apiGroup().equals(DEFINITIONS_GROUP) && resource.kind().equals(DEFINITION);
  }

  private static boolean isNamespace(FabricResource resource) {
    return resource.apiGroup().isEmpty() && resource.kind().equals(NAMESPACE);
  }

  static boolean isNamespace(FabricResource resource, String name) {
    return isNamespace(resource) && resource.name().equals(name);
  }

  static boolean goes(FabricResource resource) {
    return is(resource) && "delete".equals(resource.action());
  }

  /**
   * Where to look for what would go with one.
   *
   * @param kinds of the fabric
   */
  static List<String> contents(FabricResource resource, Collection<ManagedKind> kinds) {
    List<String> paths = new ArrayList<>();
    if (isNamespace(resource)) {
      kinds.stream()
          .filter(ManagedKind::namespaced)
          .forEach(kind -> paths.add(kind.path(resource.name())));
      CORE.forEach(kind -> paths.add("/api/v1/namespaces/" + resource.name() + "/" + kind));
      return paths.stream().distinct().toList();
    }
    JsonNode actual = resource.actual();
    JsonNode spec = actual == null ? MissingNode.getInstance() : actual.path("spec");
    for (JsonNode version : spec.path("versions")) {
      if (version.path("served").asBoolean()) {
        return List.of(
            "/apis/%s/%s/%s"
                .formatted(
                    spec.path("group").asText(),
                    version.path("name").asText(),
                    spec.at("/names/plural").asText()));
      }
    }
    return List.of();
  }
}
