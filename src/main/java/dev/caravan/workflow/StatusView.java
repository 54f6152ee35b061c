package dev.caravan.workflow;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a process stands, in short.
 *
 * @param retrying the step that failed and will be tried again, where one waits for that
 * @param summary what it says of its result, once it has ended
 */
record StatusView(
    UUID id,
    UUID workflowId,
    String workflow,
    String status,
    ProcessView.@Nullable Progress progress,
    @Nullable Retrying retrying,
    @Nullable Object summary,
    ProcessView.@Nullable StepFailure error,
    Instant updatedAt,
    @Nullable Instant completedAt) {

  /**
   * A step that failed and waits for its next attempt.
   *
   * @param attempts how many there were
   * @param error why the last of them failed
   * @param nextAttemptAt when it may be tried again
   */
  record Retrying(
      String step, long attempts, ProcessView.StepFailure error, @Nullable Instant nextAttemptAt) {}
}
