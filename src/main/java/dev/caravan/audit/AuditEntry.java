package dev.caravan.audit;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was done, or that somebody was refused to do.
 *
 * @param id counts up
 * @param actor who: a username, {@code api-key:} and its name, {@code system} or {@code anonymous}
 * @param action a call such as {@code PATCH /api/v1/users/{id}}, {@code login}, or a change such as
 *     {@code process.completed}
 * @param status of HTTP, null where it was no call
 */
record AuditEntry(
    long id,
    Instant at,
    @Schema(example = "alice") String actor,
    @Schema(example = "user") ActorKind actorKind,
    @Schema(example = "POST /api/v1/workflows/{name}") String action,
    @Schema(example = "workflows") @Nullable String objectType,
    @Schema(example = "import-vendors") @Nullable String objectId,
    Outcome outcome,
    @Schema(example = "202") @Nullable Integer status,
    @Nullable String requestId,
    @Schema(example = "192.0.2.7") @Nullable String remoteAddress,
    Map<String, Object> details) {}
