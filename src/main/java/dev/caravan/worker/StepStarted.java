package dev.caravan.worker;

/**
 * A node has taken a step and works on it; published before the route runs, in no transaction.
 *
 * @param first whether it is the first step of its process that anybody works on
 */
public record StepStarted(
    String processId, String processDefinitionId, String topic, boolean first) {}
