package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.workflow.ProcessBoard;
import dev.caravan.workflow.ProcessChanged;
import dev.caravan.workflow.ProcessStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** A deployment shows what becomes of the process that works on it, in the same transaction. */
@Component
class OperationWatch {

  private final DeploymentStore deployments;
  private final ResourceStore resources;
  private final DeploymentEvents events;
  private final ConfigurationNotes configuration;
  private final ProcessBoard processes;
  private final ObjectMapper json;

  OperationWatch(
      DeploymentStore deployments,
      ResourceStore resources,
      DeploymentEvents events,
      ConfigurationNotes configuration,
      ProcessBoard processes,
      ObjectMapper json) {
    this.deployments = deployments;
    this.resources = resources;
    this.events = events;
    this.configuration = configuration;
    this.processes = processes;
    this.json = json;
  }

  @EventListener
  void changed(ProcessChanged change) {
    if (change.status() == ProcessStatus.CREATED) {
      return; // Who started it has written down all that there is to say.
    }
    OperationKind.ofWorkflow(change.workflow())
        .ifPresent(
            operation ->
                deployments
                    .ofProcess(change.processId())
                    .filter(deployment -> deployment.operation() != null)
                    .ifPresent(deployment -> changed(deployment, operation, change)));
  }

  private void changed(Deployment deployment, OperationKind operation, ProcessChanged change) {
    switch (change.status()) {
      case RUNNING ->
          operation.status().ifPresent(status -> deployments.become(deployment.id(), status));
      case FAILED ->
          fail(deployment, operation, change, "A step of %s failed for good; resume process %s");
      case CANCELLED -> {
        fail(
            deployment,
            operation,
            change,
            operation == OperationKind.CONFIGURE
                ? "%s was cancelled (process %s); what the playbook did until then stays"
                : "%s was cancelled (process %s); delete what was made");
        deployments.letGo(deployment.id());
        if (operation == OperationKind.CONFIGURE) {
          configuration.cancelled(deployment);
        }
      }
      case WAITING -> {
        if (operation == OperationKind.CONFIGURE) {
          sayThatAPersonDecides(deployment, change);
        }
      }
      default -> {}
    }
  }

  private void sayThatAPersonDecides(Deployment deployment, ProcessChanged change) {
    events.happened(
        deployment.id(),
        change.processId(),
        "waiting",
        "The playbook was interrupted; whether it is run again is decided at /api/v1/tasks",
        Map.of());
  }

  /** What still stands is said, and why; nothing was undone. */
  private void fail(
      Deployment deployment, OperationKind operation, ProcessChanged change, String message) {
    Optional<ProcessBoard.Failure> cause =
        change.status() == ProcessStatus.FAILED
            ? processes.failure(change.processId())
            : Optional.empty();
    String said = message.formatted(change.workflow(), change.processId());
    ObjectNode error = error(deployment, change, cause, said);
    // A deployment is no worse for not having been looked at.
    if (operation.status().isPresent()) {
      deployments.failed(deployment.id(), error);
      deployments.become(deployment.id(), DeploymentStatus.FAILED);
    }
    events.happened(
        deployment.id(),
        change.processId(),
        change.status().word(),
        error.path("message").asText(),
        Map.of("by", change.by(), "error", error));
  }

  private ObjectNode error(
      Deployment deployment,
      ProcessChanged change,
      Optional<ProcessBoard.Failure> cause,
      String said) {
    List<String> standing =
        resources.standing(deployment.id()).stream()
            .filter(Resource::asked)
            .map(each -> each.kind().key() + " " + each.name())
            .toList();
    ObjectNode error = json.createObjectNode();
    error.put("type", change.status() == ProcessStatus.CANCELLED ? "CANCELLED" : "STEP_FAILED");
    error.put("message", cause.map(why -> why.message() + " (" + said + ")").orElse(said));
    cause.ifPresent(
        why -> {
          error.put("failed_activity", why.step());
          error.putObject("cause").put("type", why.type()).put("message", why.message());
        });
    error.put("rollback_completed", standing.isEmpty());
    error.set("standing", json.valueToTree(standing));
    return error;
  }
}
