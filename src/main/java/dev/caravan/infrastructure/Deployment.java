package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Infrastructure that was asked for, and what became of it.
 *
 * @param cloudRegion a cloud of clouds.yaml, or cloud/region
 * @param blueprint the template with the parameters put in; what scaling goes by later
 * @param plan what the cloud said before anything was made: ids by name, quota needed and free
 * @param drift what the last check found
 * @param operation the workflow that holds the deployment now, with its process
 */
record Deployment(
    UUID id,
    String name,
    DeploymentStatus status,
    String template,
    int templateVersion,
    String cloudRegion,
    JsonNode parameters,
    JsonNode blueprint,
    JsonNode plan,
    JsonNode metadata,
    JsonNode error,
    JsonNode drift,
    @Nullable String operation,
    @Nullable UUID processId,
    String createdBy,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant completedAt,
    @Nullable Instant deletedAt) {}
