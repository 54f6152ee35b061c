package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a run did to an object, or would do.
 *
 * @param action create, update or delete
 * @param result created, updated, deleted, unchanged, failed or planned
 * @param message why it failed
 * @param details the differences, or the conflicts
 */
record Change(
    String apiGroup,
    String kind,
    String namespace,
    String name,
    String action,
    String result,
    @Nullable String message,
    JsonNode details) {

  static Change of(
      FabricResource resource, String result, @Nullable String message, JsonNode details) {
    return new Change(
        resource.apiGroup(),
        resource.kind(),
        resource.namespace(),
        resource.name(),
        String.valueOf(resource.action()),
        result,
        message,
        details);
  }
}
