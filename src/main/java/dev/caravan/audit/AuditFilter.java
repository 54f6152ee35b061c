package dev.caravan.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries a caller wants to see; null is any.
 *
 * @param object the type or the id of what was acted on
 */
record AuditFilter(
    @Nullable String actor,
    @Nullable String action,
    @Nullable String object,
    @Nullable String requestId,
    @Nullable Instant from,
    @Nullable Instant to) {}
