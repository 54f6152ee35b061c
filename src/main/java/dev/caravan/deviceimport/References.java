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

  private static String key(Reference.Kind kind, String slug) {
    return kind.key() + "/" + slug;
  }
}
