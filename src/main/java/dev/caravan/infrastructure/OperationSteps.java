package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.worker.Step;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How operations on a deployment end. */
@Component
public class OperationSteps {

  private final DeploymentStore deployments;
  private final ResourceStore resources;
  private final DeploymentEvents events;
  private final ConfigurationNotes configuration;
  private final NetBoxRecordSteps record;
  private final ObjectMapper json;
  private final Clock clock;

  OperationSteps(
      DeploymentStore deployments,
      ResourceStore resources,
      DeploymentEvents events,
      ConfigurationNotes configuration,
      NetBoxRecordSteps record,
      ObjectMapper json,
      Clock clock) {
    this.deployments = deployments;
    this.resources = resources;
    this.events = events;
    this.configuration = configuration;
    this.record = record;
    this.json = json;
    this.clock = clock;
  }

  /** All went well. */
  @Transactional
  public Map<String, Object> complete(Step step) {
    Deployment deployment = deployments.require(step);
    if (isOver(step, deployment)) {
      return Map.of();
    }
    boolean looked = OperationKind.CHECK.holds(deployment);
    boolean repaired = looked && Boolean.TRUE.equals(step.inputs().get("repair_needed"));
    if (looked && !repaired) {
      end(step, deployment, deployment.status(), "completed", Map.of());
      return Map.of();
    }
    if (OperationKind.SCALE.holds(deployment)) {
      noteScaling(deployment, step);
    }
    configuration.noteOf(step).ifPresent(more -> deployments.note(deployment.id(), more));
    deployments.failed(deployment.id(), null);
    end(step, deployment, DeploymentStatus.COMPLETED, "completed", Map.of());
    return Map.of();
  }

  /** This step has done it before, and died before it could say so. */
  private static boolean isOver(Step step, Deployment deployment) {
    return deployment.operation() == null
        || !UUID.fromString(step.processId()).equals(deployment.processId());
  }

  private void noteScaling(Deployment deployment, Step step) {
    String type = String.valueOf(step.inputs().get("vm_type"));
    long now =
        resources.of(deployment.id(), ResourceKind.SERVER, ResourceState.PRESENT).stream()
            .filter(each -> type.equals(each.vmType()))
            .count();
    ObjectNode metadata = json.createObjectNode();
    metadata.put("scaled_at", clock.instant().toString());
    metadata.put("vm_type", type);
    metadata.set("previous_count", json.valueToTree(step.inputs().get("previous_count")));
    metadata.put("current_count", now);
    deployments.note(deployment.id(), metadata);
  }

  /**
   * The cloud refused. What was made is undone and a deployment fails, a change of one does not; a
   * repair keeps what it could make, and what is still missing stays on record for the next.
   */
  @Transactional
  public Map<String, Object> fail(Step step) {
    Deployment deployment = deployments.require(step);
    if (isOver(step, deployment)) {
      return Map.of();
    }
    Optional<ObjectNode> configured = configuration.noteOf(step);
    if (configured.isPresent()) {
      failConfiguring(step, deployment, configured.get());
      return Map.of();
    }
    boolean repair = OperationKind.CHECK.holds(deployment);
    if (!repair) {
      resources.remove(
          resources.standing(deployment.id()).stream().filter(each -> !each.asked()).toList());
    }
    ObjectNode error = json.valueToTree(step.inputs().getOrDefault("error", Map.of()));
    error.put("rollback_completed", !repair);
    deployments.failed(deployment.id(), error);
    DeploymentStatus status =
        OperationKind.SCALE.holds(deployment)
            ? DeploymentStatus.COMPLETED
            : repair ? deployment.status() : DeploymentStatus.FAILED;
    end(step, deployment, status, "failed", Map.of("error", error));
    return Map.of();
  }

  /** Nothing of the infrastructure was touched, and nothing that the playbook did is undone. */
  private void failConfiguring(Step step, Deployment deployment, ObjectNode note) {
    configuration.giveUp(step);
    ObjectNode error = json.valueToTree(step.inputs().getOrDefault("error", Map.of()));
    error.put("rollback_completed", false);
    deployments.note(deployment.id(), note);
    deployments.failed(deployment.id(), error);
    end(step, deployment, DeploymentStatus.FAILED, "failed", Map.of("error", error));
  }

  /** Nothing is left; the row stays. */
  @Transactional
  public Map<String, Object> removed(Step step) {
    Deployment deployment = deployments.require(step);
    deployments.failed(deployment.id(), null);
    end(step, deployment, DeploymentStatus.DELETED, "deleted", Map.of());
    return Map.of();
  }

  private void end(
      Step step,
      Deployment deployment,
      DeploymentStatus status,
      String type,
      Map<String, ?> details) {
    if (deployment.operation() == null) {
      return; // This step has done it before, and died before it could say so.
    }
    deployments.become(deployment.id(), status);
    deployments.letGo(deployment.id());
    events.happened(
        deployment.id(),
        UUID.fromString(step.processId()),
        type,
        "%s: %s".formatted(deployment.operation(), status),
        details);
    record.changed(deployment.id());
  }
}
