package dev.caravan.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.fabric.FabricChanged;
import dev.caravan.workflow.ProcessChanged;
import dev.caravan.workflow.ProcessStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Writes down what is to be told, in the transaction in which it happens: what is undone is not
 * told, and what is done is told even if this node dies now.
 */
@Component
class Outbox {

  private final WebhookStore webhooks;
  private final DeliveryStore deliveries;
  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;

  Outbox(
      WebhookStore webhooks,
      DeliveryStore deliveries,
      JdbcClient jdbc,
      ObjectMapper json,
      Clock clock) {
    this.webhooks = webhooks;
    this.deliveries = deliveries;
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  @EventListener
  void changed(ProcessChanged change) {
    WebhookEvent.of(change.status())
        .ifPresent(event -> tell(event, change.processId(), process(change), change.at(), null));
  }

  /** Tells of an import once, however often it is announced. */
  void importCompleted(UUID process, Object summary) {
    String once = WebhookEvent.IMPORT_COMPLETED.label() + "/" + process;
    Map<String, Object> told = known(process);
    // The step that tells of it is the last one: with it the process has completed.
    told.put("status", ProcessStatus.COMPLETED.word());
    told.put("summary", summary);
    tell(WebhookEvent.IMPORT_COMPLETED, process, told, clock.instant(), once);
  }

  @EventListener
  void changed(FabricChanged change) {
    Map<String, Object> told = known(change.runId());
    Map<String, Object> fabric = new LinkedHashMap<>();
    fabric.put("id", change.fabricId());
    fabric.put("name", change.name());
    fabric.put("from", change.from());
    fabric.put("to", change.to());
    fabric.put("message", change.message());
    told.put("fabric", fabric);
    tell(WebhookEvent.FABRIC_CHANGED, change.runId(), told, change.at(), null);
  }

  private static Map<String, Object> process(ProcessChanged change) {
    Map<String, Object> process = new LinkedHashMap<>();
    process.put("id", change.processId());
    process.put("workflow", change.workflow());
    process.put("status", change.status().word());
    process.put("changed_by", change.by());
    process.put("request_id", change.requestId());
    if (change.summary() != null) {
      process.put("summary", change.summary());
    }
    return process;
  }

  private Map<String, Object> known(UUID id) {
    return jdbc.sql("select workflow, status, request_id from caravan.processes where id = :id")
        .param("id", id)
        .query(
            (row, index) -> {
              Map<String, Object> process = new LinkedHashMap<>();
              process.put("id", id);
              process.put("workflow", row.getString("workflow"));
              process.put("status", row.getString("status"));
              process.put("request_id", row.getString("request_id"));
              return process;
            })
        .optional()
        .orElseGet(() -> new LinkedHashMap<>(Map.of("id", id)));
  }

  private void tell(
      WebhookEvent event,
      UUID processId,
      Map<String, Object> process,
      Instant at,
      @Nullable String once) {
    List<UUID> told = webhooks.toldOf(event, String.valueOf(process.get("workflow")));
    for (UUID webhook : told) {
      UUID delivery = UUID.randomUUID();
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("event", event.label());
      body.put("delivery", delivery);
      body.put("at", at);
      body.put("process", process);
      deliveries.insert(delivery, webhook, event, processId, text(body), once);
    }
  }

  private String text(Map<String, Object> body) {
    try {
      return json.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A process cannot be written as JSON", e);
    }
  }
}
