package dev.caravan.workflow;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a process stands, in short.
 *
 * @param summary what it says of its result, once it has ended
 */
record StatusView(
    UUID id,
    UUID workflowId,
    String workflow,
    String status,
    ProcessView.@Nullable Progress progress,
    @Nullable Object summary,
    ProcessView.@Nullable StepFailure error,
    Instant updatedAt,
    @Nullable Instant completedAt) {}
