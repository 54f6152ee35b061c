package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.workflow.ProcessChanged;
import dev.caravan.workflow.ProcessStatus;
import java.util.List;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** A deployment shows what becomes of the process that works on it, in the same transaction. */
@Component
class OperationWatch {

  private final DeploymentStore deployments;
  private final ResourceStore resources;
  private final DeploymentEvents events;
  private final ObjectMapper json;

  OperationWatch(
      DeploymentStore deployments,
      ResourceStore resources,
      DeploymentEvents events,
      ObjectMapper json) {
    this.deployments = deployments;
    this.resources = resources;
    this.events = events;
    this.json = json;
  }

  @EventListener
  void changed(ProcessChanged change) {
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
        fail(deployment, operation, change, "%s was cancelled (process %s); delete what was made");
        deployments.letGo(deployment.id());
      }
      default -> {}
    }
  }

  /** What still stands is said; nothing was undone. */
  private void fail(
      Deployment deployment, OperationKind operation, ProcessChanged change, String message) {
    String said = message.formatted(change.workflow(), change.processId());
    // A deployment is no worse for not having been looked at.
    if (operation.status().isPresent()) {
      failed(deployment, change, said);
    }
    events.happened(
        deployment.id(),
        change.processId(),
        change.status().word(),
        said,
        Map.of("by", change.by()));
  }

  private void failed(Deployment deployment, ProcessChanged change, String message) {
    List<String> standing =
        resources.standing(deployment.id()).stream()
            .filter(Resource::asked)
            .map(each -> each.kind().key() + " " + each.name())
            .toList();
    ObjectNode error = json.createObjectNode();
    error.put("type", change.status() == ProcessStatus.CANCELLED ? "CANCELLED" : "STEP_FAILED");
    error.put("message", message);
    error.put("rollback_completed", standing.isEmpty());
    error.set("standing", json.valueToTree(standing));
    deployments.failed(deployment.id(), error);
    deployments.become(deployment.id(), DeploymentStatus.FAILED);
  }
}
