package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What imports wrote into some objects of NetBox, by kind and number. */
final class WrittenObjects {

  private final Map<String, Written> byKey = new HashMap<>();

  WrittenObjects(Collection<Written> all) {
    all.forEach(each -> byKey.put(key(each.kind(), each.netboxId()), each));
  }

  /** What was written into the object of this row, nothing where no import did. */
  Written of(String kind, JsonNode row) {
    return Optional.ofNullable(byKey.get(key(kind, row.path("id").asLong())))
        .filter(written -> written.isOf(row))
        .orElseGet(Written::nothing);
  }

  private static String key(String kind, long id) {
    return kind + '/' + id;
  }
}
