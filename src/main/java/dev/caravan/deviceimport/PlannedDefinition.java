package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one definition.
 *
 * @param action create, complete (a type left half-made by an earlier import) or update
 * @param components how many the definition has, by kind
 * @param changes what an update sets and adds: properties, and names of components by kind
 */
record PlannedDefinition(
    String path,
    String kind,
    String manufacturer,
    String model,
    @Nullable String slug,
    String action,
    JsonNode components,
    @Nullable JsonNode changes) {}
