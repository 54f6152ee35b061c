package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.TypeKind;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.UUID;

/** A type that an import has sent without having heard what came of it. */
record SentType(
    UUID process,
    String path,
    TypeKind kind,
    String manufacturer,
    String model,
    String slug,
    Instant at) {

  /** Whether the definition asks for the same type. */
  boolean is(DefinitionRow definition) {
    boolean bySlug = !slug.isEmpty() && slug.equalsIgnoreCase(definition.slug());
    return kind == definition.kind()
        && Slugs.of(manufacturer).equals(Slugs.of(definition.manufacturer()))
        && (bySlug || model.strip().equalsIgnoreCase(definition.model().strip()));
  }

  /** Whether the object can be of this request going by its time alone. */
  boolean maybe(JsonNode row) {
    return notBefore(row, at);
  }

  /** Whether an object of NetBox was made at that time or later. */
  static boolean notBefore(JsonNode row, Instant at) {
    try {
      return !OffsetDateTime.parse(row.path("created").asText()).toInstant().isBefore(at);
    } catch (DateTimeParseException unknown) {
      return false;
    }
  }
}
