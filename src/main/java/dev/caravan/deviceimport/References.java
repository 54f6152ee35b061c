package dev.caravan.deviceimport;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The manufacturers and roles of an import, by name. */
final class References {

  private final Map<String, Reference> bySlug = new HashMap<>();

  References(Collection<Reference> all) {
    all.forEach(each -> bySlug.put(key(each.kind(), each.slug()), each));
  }

  Optional<Reference> find(Reference.Kind kind, String name) {
    return Optional.ofNullable(bySlug.get(key(kind, Slugs.of(name))));
  }

  /** Its number in NetBox; empty when it is not there. */
  Optional<Long> id(Reference.Kind kind, String name) {
    return find(kind, name).map(Reference::netboxId);
  }

  /** Why what is named cannot be referred to; empty when it is there, or nothing is named. */
  Optional<ImportProblem> obstacle(Reference.Kind kind, String name, String pointer) {
    if (name.isEmpty() || id(kind, name).isPresent()) {
      return Optional.empty();
    }
    String why =
        find(kind, name).map(Reference::problem).orElse("it was not there when this import began");
    return Optional.of(ImportProblem.error(pointer, "netbox", "'%s': %s".formatted(name, why)));
  }

  private static String key(Reference.Kind kind, String slug) {
    return kind.key() + "/" + slug;
  }
}
