package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Whether an object of NetBox is still as it was made, going by NetBox's own times. */
final class Untouched {

  /** What has to be read of an object for that. */
  static final String TIMES = "created,last_updated";

  /** NetBox takes both times one after the other when it makes an object. */
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private Untouched() {}

  static boolean is(JsonNode row) {
    try {
      OffsetDateTime created = OffsetDateTime.parse(row.path("created").asText());
      OffsetDateTime updated = OffsetDateTime.parse(row.path("last_updated").asText());
      return Duration.between(created, updated).compareTo(AT_ONCE) < 0;
    } catch (DateTimeParseException unknown) {
      return false;
    }
  }
}
