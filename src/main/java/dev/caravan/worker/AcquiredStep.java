package dev.caravan.worker;

import java.util.Map;
import java.util.Optional;

/**
 * A waiting step that this node has taken.
 *
 * @param jobId the engine's external worker job
 * @param attemptId the row of this attempt
 * @param attempt how many attempts there were, this one included
 * @param failures attempts that count towards the limit of failures
 * @param crashes attempts that ended without a word, towards the limit of crashes
 * @param first whether nobody has worked on this process before, or died before saying so
 * @param takenNanos this JVM's {@link System#nanoTime} before the lease was asked for, from which
 *     it runs
 * @param inputs what the model declares as inputs, where that is known already
 */
record AcquiredStep(
    String jobId,
    String processId,
    String executionId,
    String processDefinitionId,
    String activityId,
    String topic,
    String owner,
    long attemptId,
    int attempt,
    int failures,
    int crashes,
    boolean first,
    long takenNanos,
    Optional<Map<String, Object>> inputs) {}
