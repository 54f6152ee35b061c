package dev.caravan.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;

/**
 * What every refused or failed call is answered with.
 *
 * @param error the kind of error, for programs
 * @param message what was attempted, on what, and what to do next, for people
 * @param details more by kind, such as every problem of an input with its JSON pointer
 */
@Schema(name = "Error")
record ErrorBody(
    @Schema(example = "ValidationError") String error,
    @Schema(example = "The form data does not fit the form") String message,
    @Schema(
            example =
                "{\"errors\": [{\"pointer\": \"/selected_vendors/0\", \"message\": \"is no vendor\"}]}")
        Map<String, Object> details,
    Instant timestamp,
    @Schema(example = "0a1f5d3e-8a40-4a2c-9df4-0f6f1bcb6c2e") String requestId) {}
