package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.openstack.Conversation;
import dev.caravan.worker.Step;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

  /** A scaling that failed leaves the deployment as it was, if it still is so. */
  public Conversation lookAtTheOthers(Step step) {
    Deployment deployment = deployments.require(step);
    return isOver(step, deployment) || !OperationKind.SCALE.holds(deployment)
        ? new Conversation(deployment.cloudRegion())
        : FreshLook.at(deployment, servers(deployment), resources);
  }

  /** Asks how the servers are in the end: what is written down is not what was remembered. */
  public Conversation look(Step step) {
    Deployment deployment = deployments.require(step);
    boolean made =
        !OperationKind.CHECK.holds(deployment)
            || Boolean.TRUE.equals(step.inputs().get("repair_needed"));
    return isOver(step, deployment) || !made
        ? new Conversation(deployment.cloudRegion())
        : FreshLook.at(deployment, servers(deployment), resources);
  }

  private List<Resource> servers(Deployment deployment) {
    return resources.of(deployment.id(), ResourceKind.SERVER, ResourceState.PRESENT);
  }

  /**
   * All went well, unless the look found that a server of this operation is gone or failed since;
   * of other servers that is said.
   */
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
    requireThatItStands(step, deployment);
    if (OperationKind.SCALE.holds(deployment)) {
      noteScaling(deployment, step);
    }
    configuration.noteOf(step).ifPresent(more -> deployments.note(deployment.id(), more));
    Optional<ObjectNode> amiss = amiss(deployment);
    deployments.failed(deployment.id(), amiss.orElse(null));
    end(
        step,
        deployment,
        amiss.isPresent() ? DeploymentStatus.FAILED : DeploymentStatus.COMPLETED,
        "completed",
        amiss.map(error -> Map.of("error", error)).orElse(Map.of()));
    return Map.of();
  }

  private void requireThatItStands(Step step, Deployment deployment) {
    List<Resource> mine =
        servers(deployment).stream().filter(each -> concerns(each, step, deployment)).toList();
    FreshLook.gone(mine, "before the operation ended")
        .ifPresent(
            gone -> {
              throw CloudRefused.of("SERVER_DELETED", gone, step.topic());
            });
    for (Resource server : mine) {
      if (Sighting.ERROR.equals(server.status())) {
        throw CloudRefused.of("BUILD_FAILED", FreshLook.fault(server), step.topic());
      }
      if ("BUILD".equals(server.status())) {
        throw RetryableFailure.integration("Server %s is not built yet".formatted(server.name()));
      }
    }
  }

  /** What an operation has made, or has configured, is what it vouches for. */
  private boolean concerns(Resource server, Step step, Deployment deployment) {
    return server.process().equals(UUID.fromString(step.processId()))
        || configuration.concerns(step, deployment.name() + "-" + server.name());
  }

  /** Servers of earlier operations that others took away meanwhile. */
  private Optional<ObjectNode> amiss(Deployment deployment) {
    return FreshLook.gone(servers(deployment), "by somebody else")
        .filter(gone -> !OperationKind.CONFIGURE.holds(deployment))
        .map(
            gone -> {
              ObjectNode error = json.createObjectNode();
              error.put("type", "SERVER_DELETED");
              error.put("message", gone + ". Check the deployment with repair.");
              return error;
            });
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
            .filter(each -> !Sighting.DELETED.equals(each.status()))
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
    Optional<ObjectNode> amiss = amiss(deployment);
    amiss.ifPresent(found -> error.set("besides", found));
    deployments.failed(deployment.id(), error);
    DeploymentStatus status =
        OperationKind.SCALE.holds(deployment) && amiss.isEmpty()
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
        words(deployment, status, type, details.get("error")),
        details);
    record.changed(deployment.id());
  }

  /** How it ended: an operation that was undone says so, though the deployment is as it was. */
  private static String words(
      Deployment deployment, DeploymentStatus status, String type, @Nullable Object error) {
    if (!type.equals("failed")) {
      return "%s: %s".formatted(deployment.operation(), status);
    }
    String cause = error instanceof JsonNode said ? said.path("message").asText("") : "";
    boolean undone = status == DeploymentStatus.COMPLETED;
    return "%s failed%s; the deployment is %s%s"
        .formatted(
            deployment.operation(),
            cause.isEmpty() ? "" : ": " + cause,
            status,
            undone ? " as before" : "");
  }
}
