package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * A run has changed a cluster; published in the transaction that ends the run.
 *
 * @param commit which git declared what was applied
 * @param counts by kind: created, updated, deleted, failed
 * @param by who asked for the run, {@code system} for the clock
 */
public record FabricApplied(
    UUID fabricId,
    String name,
    UUID runId,
    String commit,
    int writes,
    JsonNode counts,
    String by,
    String requestId,
    Instant at) {}
