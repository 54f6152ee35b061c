package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What imports wrote into some objects of NetBox, by kind and number. */
final class WrittenObjects {

  /**
   * What was written into an object, for all that is known.
   *
   * @param before what was there before the last change; null when that was done for sure
   * @param earlier what imports had written until then
   */
  record Known(Written written, @Nullable ObjectNode before, ObjectNode earlier) {

    /**
     * A change that was about to be sent when its import ended was not done if nothing of it is.
     */
    Written in(JsonNode row) {
      return before != null
              && before.properties().stream()
                  .allMatch(field -> Still.holds(row, field.getKey(), before))
          ? written.with(earlier)
          : written;
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
