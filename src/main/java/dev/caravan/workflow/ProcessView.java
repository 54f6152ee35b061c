package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A process as the API shows it.
 *
 * @param workflowId the run's handle, the same as {@code id}
 * @param retrying the step that failed and will be tried again, where one waits for that
 * @param state the process's variables now
 * @param summary what the process says of its result, once it does
 */
record ProcessView(
    UUID id,
    UUID workflowId,
    String workflow,
    int workflowVersion,
    String status,
    @Nullable Progress progress,
    StatusView.@Nullable Retrying retrying,
    JsonNode formData,
    @Nullable Map<String, Object> state,
    @Nullable Object summary,
    @Nullable StepFailure error,
    String createdBy,
    Instant createdAt,
    @Nullable Instant startedAt,
    Instant updatedAt,
    @Nullable Instant completedAt) {

  /** How far the step at work is: true work done, not steps counted. */
  record Progress(
      String step, long done, long total, String unit, double percent, @Nullable Long etaSeconds) {}

  /** Why a step failed. */
  record StepFailure(
      String type,
      String message,
      @Nullable JsonNode details,
      String failedStep,
      boolean retryable) {}
}
