package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What imports wrote into some objects of NetBox, by kind and number. */
final class WrittenObjects {

  /**
   * What was written into an object, for all that is known.
   *
   * @param before what was there before the last change; null when that was done for sure
   * @param earlier what imports had written until then, the latest first: more than one where
   *     nobody knows whether the latest was ever sent
   */
  record Known(Written written, @Nullable ObjectNode before, List<ObjectNode> earlier) {

    /**
     * A change that was about to be sent when its import ended was not done if nothing of it is.
     */
    Written in(JsonNode row) {
      return before != null
              && before.properties().stream()
                  .allMatch(field -> Still.holds(row, field.getKey(), before))
          ? written.with(standing(row))
          : written;
    }

    /** Of each field the latest value that the object has. */
    private ObjectNode standing(JsonNode row) {
      ObjectNode standing = JsonNodeFactory.instance.objectNode();
      for (ObjectNode each : earlier) {
        each.properties()
            .forEach(
                field -> {
                  boolean known = standing.has(field.getKey());
                  if (!known || !Still.holds(row, field.getKey(), standing)) {
                    if (!known || Still.holds(row, field.getKey(), each)) {
                      standing.set(field.getKey(), field.getValue());
                    }
                  }
                });
      }
      return standing;
    }
  }

  private final Map<String, Known> byKey = new HashMap<>();

  WrittenObjects(Collection<Known> all) {
    all.forEach(each -> byKey.put(key(each.written().kind(), each.written().netboxId()), each));
  }

  /** What was written into the object of this row, nothing where no import did. */
  Written of(String kind, JsonNode row) {
    return Optional.ofNullable(byKey.get(key(kind, row.path("id").asLong())))
        .filter(known -> known.written().isOf(row))
        .map(known -> known.in(row))
        .orElseGet(Written::nothing);
  }

  private static String key(String kind, long id) {
    return kind + '/' + id;
  }
}
