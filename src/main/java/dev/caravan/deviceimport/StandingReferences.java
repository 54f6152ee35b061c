package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The manufacturers, or the roles, that stand in NetBox: by name, by its case, by slug. */
final class StandingReferences {

  private final Map<String, Long> exact = new HashMap<>();
  private final Map<String, Long> anyCase = new HashMap<>();
  private final Map<String, Long> bySlug = new HashMap<>();

  private final Map<Long, String> slugs = new HashMap<>();

  void add(JsonNode row) {
    long id = row.path("id").asLong();
    slugs.put(id, row.path("slug").asText());
    exact.put(row.path("name").asText(), id);
    anyCase.putIfAbsent(row.path("name").asText().toLowerCase(Locale.ROOT), id);
    bySlug.put(row.path("slug").asText(), id);
  }

  /** NetBox keeps names and slugs unique: whoever has the name, else the slug, is meant. */
  Optional<Long> id(String name) {
    String plain = name.strip();
    return Optional.ofNullable(exact.get(plain))
        .or(() -> Optional.ofNullable(anyCase.get(plain.toLowerCase(Locale.ROOT))))
        .or(() -> Optional.ofNullable(bySlug.get(Slugs.of(plain))));
  }

  /** NetBox's slug of what is meant, or the one that it will get. */
  String slug(String name) {
    return id(name).map(id -> slugs.getOrDefault(id, "")).orElseGet(() -> Slugs.of(name.strip()));
  }
}
