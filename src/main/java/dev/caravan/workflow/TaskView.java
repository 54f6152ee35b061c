package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a person, as the API shows it.
 *
 * @param description what is to be looked at and decided
 * @param form the JSON Schema of the variables that it is completed with; null where any will do
 * @param formProblem why the form cannot be shown, and the task not be completed; null where it can
 * @param outcomes the values that the form allows for the decision, empty where the form names none
 */
record TaskView(
    String id,
    String name,
    @Nullable String description,
    UUID processId,
    String workflow,
    int workflowVersion,
    String step,
    @Nullable String assignee,
    List<String> candidateGroups,
    int priority,
    @Nullable JsonNode form,
    @Nullable String formProblem,
    List<String> outcomes,
    Instant createdAt,
    @Nullable Instant dueAt) {}
