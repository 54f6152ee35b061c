package dev.caravan.notification;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.workflow.ProcessStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a webhook can be told of. */
enum WebhookEvent {
  PROCESS_STARTED("process.started"),
  PROCESS_COMPLETED("process.completed"),
  PROCESS_FAILED("process.failed"),
  PROCESS_CANCELLED("process.cancelled"),
  IMPORT_COMPLETED("import.completed"),
  /** A fabric stands otherwise than before. */
  FABRIC_CHANGED("fabric.changed");

  private final String label;

  WebhookEvent(String label) {
    this.label = label;
  }

  @JsonValue
  String label() {
    return label;
  }

  /** The event by its name in the API; an unknown one is a validation failure. */
  @JsonCreator
  static WebhookEvent of(String label) {
    return Arrays.stream(values())
        .filter(event -> event.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                PermanentFailure.validation(
                    "There is no such event", List.of(new InputProblem("/events", known(label)))));
  }

  private static String known(String label) {
    return "has '%s', may have %s"
        .formatted(
            label,
            Arrays.stream(values()).map(WebhookEvent::label).collect(Collectors.joining(", ")));
  }

  /** What a new status of a process is told as; some are not. */
  static Optional<WebhookEvent> of(ProcessStatus status) {
    return switch (status) {
      case CREATED -> Optional.of(PROCESS_STARTED);
      case COMPLETED -> Optional.of(PROCESS_COMPLETED);
      case FAILED -> Optional.of(PROCESS_FAILED);
      case CANCELLED -> Optional.of(PROCESS_CANCELLED);
      case RUNNING, WAITING -> Optional.empty();
    };
  }
}
