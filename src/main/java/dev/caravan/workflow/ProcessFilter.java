package dev.caravan.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which processes a caller wants to see; null is any. */
record ProcessFilter(
    @Nullable String workflow, @Nullable String status, @Nullable Instant createdAfter) {}
