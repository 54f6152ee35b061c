package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step of a process as the API shows it, with every attempt at it. */
record StepView(
    String id,
    String name,
    String activityId,
    String type,
    @Nullable String topic,
    String status,
    @Nullable Amount progress,
    ProcessView.@Nullable StepFailure error,
    @Nullable Instant retryAt,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    List<Attempt> attempts) {

  /** Work done of all there is, in units. */
  record Amount(long done, long total, String unit) {}

  /** One attempt: by which node, when, how it ended. */
  record Attempt(
      int attempt,
      String node,
      Instant startedAt,
      @Nullable Instant endedAt,
      String outcome,
      @Nullable String errorType,
      @Nullable String errorMessage,
      @Nullable JsonNode errorDetails) {}

  StepView with(List<Attempt> all) {
    return new StepView(
        id,
        name,
        activityId,
        type,
        topic,
        status,
        progress,
        error,
        retryAt,
        createdAt,
        startedAt,
        completedAt,
        all);
  }
}
