package dev.caravan.audit;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An entry to be, as {@link AuditEntry} has it. */
record NewEntry(
    Instant at,
    String actor,
    ActorKind actorKind,
    String action,
    @Nullable String objectType,
    @Nullable String objectId,
    Outcome outcome,
    @Nullable Integer status,
    @Nullable String requestId,
    @Nullable String remoteAddress,
    Map<String, Object> details) {}
