package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.TypeKind;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** The types that imports began and never completed, in one NetBox. */
final class HalfMade {

  private final Set<String> keys;

  HalfMade(Collection<JournalEntry> entries) {
    keys =
        entries.stream()
            .map(entry -> key(entry.kind(), entry.netboxId(), String.valueOf(entry.stamp())))
            .collect(Collectors.toSet());
  }

  /** The time of creation tells it from another type that got the same number later. */
  boolean is(TypeKind kind, JsonNode row) {
    return keys.contains(key(kind.plural(), row.path("id").asLong(), row.path("created").asText()));
  }

  private static String key(String kind, long id, String stamp) {
    return kind + '/' + id + '/' + stamp;
  }
}
