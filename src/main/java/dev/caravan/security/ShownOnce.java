package dev.caravan.security;

import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A secret that one answer shows and nothing else ever does: an answer that holds one is not kept
 * for its idempotency key, and its text does not get into a log.
 *
 * @param text what the caller is shown
 */
@Schema(type = "string", description = "Shown in this answer and never again")
public record ShownOnce(@JsonValue String text) {

  @Override
  public String toString() {
    return "(not shown)";
  }
}
