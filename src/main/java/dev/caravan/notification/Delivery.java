package dev.caravan.notification;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event that is told to one webhook.
 *
 * @param status pending, delivered or failed
 * @param responseStatus the last answer's HTTP status, null where there was no answer
 * @param response the first 1,000 bytes of the last answer
 * @param error why the last attempt failed
 */
record Delivery(
    UUID id,
    UUID webhookId,
    @Schema(example = "process.completed") String event,
    UUID processId,
    @Schema(example = "delivered") String status,
    int attempts,
    @Nullable Integer responseStatus,
    @Nullable String response,
    @Nullable String error,
    @Nullable Instant nextAttemptAt,
    Instant createdAt,
    @Nullable Instant endedAt) {}
