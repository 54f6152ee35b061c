package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.TypeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/** The types that stand in NetBox, and which definition each of them belongs to. */
final class StandingTypes {

  private final Map<String, JsonNode> byKey = new HashMap<>();

  void add(TypeKind kind, JsonNode row) {
    long maker = row.path("manufacturer").path("id").asLong();
    keys(kind, maker, row.path("slug").asText(), row.path("model").asText())
        .forEach(key -> byKey.putIfAbsent(key, row));
  }

  /**
   * Gives each definition its type: by slug, then by model, then by either in any case. A type goes
   * to one definition at most, and an exact match goes first.
   *
   * @param makers the number of a definition's manufacturer; 0 when NetBox doesn't have it
   * @return the types by the definitions' paths
   */
  Map<String, JsonNode> match(
      List<DefinitionRow> definitions, ToLongFunction<DefinitionRow> makers) {
    Map<String, JsonNode> matched = new HashMap<>();
    Set<String> claimed = new HashSet<>();
    for (int round = 0; round < 4; round++) {
      for (DefinitionRow each : definitions) {
        if (!matched.containsKey(each.path())) {
          claim(each, makers.applyAsLong(each), round, claimed)
              .ifPresent(row -> matched.put(each.path(), row));
        }
      }
    }
    return matched;
  }

  private Optional<JsonNode> claim(
      DefinitionRow definition, long maker, int round, Set<String> claimed) {
    if (maker == 0) {
      return Optional.empty();
    }
    String key = keys(definition.kind(), maker, definition.slug(), definition.model()).get(round);
    return Optional.ofNullable(byKey.get(key))
        .filter(row -> claimed.add(definition.kind().key() + row.path("id").asLong()));
  }

  /** A key for each round; the slug of a module type is empty and found nowhere. */
  private static List<String> keys(TypeKind kind, long maker, String slug, String model) {
    String start = kind.key() + '/' + maker + '/';
    String slugKey = kind.hasSlug() && !slug.isEmpty() ? slug : "\0" + model;
    List<String> keys = new ArrayList<>();
    keys.add(start + "slug/" + slugKey);
    keys.add(start + "model/" + model.strip());
    keys.add(start + "any-case-slug/" + slugKey.toLowerCase(Locale.ROOT));
    keys.add(start + "any-case-model/" + model.strip().toLowerCase(Locale.ROOT));
    return keys;
  }
}
