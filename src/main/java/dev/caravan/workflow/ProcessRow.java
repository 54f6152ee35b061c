package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the view {@code caravan.processes}. */
record ProcessRow(
    UUID id,
    String workflow,
    int version,
    ProcessStatus status,
    JsonNode formData,
    String createdBy,
    String requestId,
    Instant createdAt,
    @Nullable Instant startedAt,
    Instant updatedAt,
    @Nullable Instant completedAt) {}
