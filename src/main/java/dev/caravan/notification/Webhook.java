package dev.caravan.notification;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An address that is told of events; its secret is never read back.
 *
 * @param workflows whose events it is told of; null for all
 * @param active whether it is told; what happens meanwhile is not kept for it
 */
record Webhook(
    UUID id,
    @Schema(example = "https://chat.example.com/hooks/caravan") String url,
    @Schema(example = "[\"import.completed\"]") List<WebhookEvent> events,
    @Schema(example = "[\"import-vendors\"]") @Nullable List<String> workflows,
    boolean active,
    @JsonIgnore int version,
    String createdBy,
    Instant createdAt,
    Instant updatedAt) {

  Webhook {
    events = List.copyOf(events);
    workflows = workflows == null ? null : List.copyOf(workflows);
  }
}
