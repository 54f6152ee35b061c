package dev.caravan.devicelibrary;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A definition of an import as the API shows it.
 *
 * @param outcome what became of it: created, updated, unchanged, skipped, invalid, refused,
 *     planned, or gone for a type of an earlier import whose file the library has no longer; once
 *     its import was cancelled or has failed also unfinished (it stands in NetBox and a part of it
 *     may be missing), uncertain (it was on its way) or not_written; null while that is open
 * @param components how many components it has, by kind
 * @param problems what is wrong with it: pointer, rule, message and severity of each
 * @param netboxId its type in NetBox, once it stands there
 * @param netboxUrl where that can be looked at
 */
record DefinitionView(
    String path,
    String kind,
    @Nullable String manufacturer,
    @Nullable String model,
    @Nullable String slug,
    @Nullable String outcome,
    JsonNode components,
    JsonNode problems,
    @Nullable Long netboxId,
    @Nullable String netboxUrl) {}
