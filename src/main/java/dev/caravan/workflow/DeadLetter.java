package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A step that failed for good and stands until somebody brings it back. */
record DeadLetter(
    String id,
    UUID processId,
    String workflow,
    String step,
    String topic,
    int attempts,
    String errorType,
    String errorMessage,
    @Nullable JsonNode errorDetails,
    @Nullable Instant failedAt) {}
