package dev.caravan.infrastructure;

import dev.caravan.openstack.Conversation;
import dev.caravan.openstack.OpenStackRequest;
import dev.caravan.openstack.OpenStackService;
import dev.caravan.openstack.Refusal;
import dev.caravan.worker.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Looks at servers that are built or failed: all well, one to be replaced, or all to be undone. */
@Component
public class Settling {

  /** Faults that another build may not have. */
  private static final Pattern PASSING =
      Pattern.compile(
          "timed? ?out|MessagingTimeout|connection (refused|reset)|temporarily",
          Pattern.CASE_INSENSITIVE);

  private final DeploymentStore deployments;
  private final ResourceStore resources;

  Settling(DeploymentStore deployments, ResourceStore resources) {
    this.deployments = deployments;
    this.resources = resources;
  }

  /** Asks what is wrong with the servers in ERROR: lists don't say. */
  public Conversation faults(Step step) {
    Deployment deployment = deployments.require(step);
    Conversation talk = new Conversation(deployment.cloudRegion());
    for (Resource server : mine(step)) {
      if ("ERROR".equals(server.status())) {
        talk.ask(
            OpenStackRequest.get(
                OpenStackService.COMPUTE, "/servers/" + server.requireOpenstackId(), ""),
            answer ->
                resources.seen(
                    server,
                    "ERROR",
                    null,
                    answer.body().at("/server/fault/message").asText("no reason was given")));
      }
    }
    return talk;
  }

  /** What is to be done: nothing, or to replace those whose fault may pass; else a problem. */
  @Transactional
  public Map<String, Object> decide(Step step) {
    for (Resource server : mine(step)) {
      String status = String.valueOf(server.status());
      if (!status.equals("ACTIVE") && !status.equals("ERROR")) {
        throw CloudRefused.of(
            Refusal.CAPACITY.name(),
            "Server %s is still %s after the time that it may take"
                .formatted(server.name(), status),
            step.topic());
      }
    }
    List<Resource> failed =
        mine(step).stream().filter(each -> "ERROR".equals(each.status())).toList();
    Optional<Resource> hopeless = failed.stream().filter(each -> !replaceable(each)).findFirst();
    if (hopeless.isPresent()) {
      String fault = String.valueOf(hopeless.get().fault()).strip();
      throw CloudRefused.of(
          fault.startsWith("No valid host") ? Refusal.CAPACITY.name() : "BUILD_FAILED",
          "Server %s: %s".formatted(hopeless.get().name(), fault),
          step.topic());
    }
    failed.forEach(this::replace);
    // Planned by an earlier attempt, too, which died before it could say so.
    boolean open =
        resources
            .of(
                deployments.require(step).id(),
                ResourceKind.SERVER,
                ResourceState.PLANNED,
                ResourceState.REMOVING)
            .stream()
            .anyMatch(each -> each.process().toString().equals(step.processId()));
    return Map.of("replace", open);
  }

  private static boolean replaceable(Resource server) {
    return server.replaced() == 0 && PASSING.matcher(String.valueOf(server.fault())).find();
  }

  private void replace(Resource server) {
    resources.remove(List.of(server));
    resources.plan(List.of(server.again(server.process(), server.spec(), server.replaced() + 1)));
  }

  private List<Resource> mine(Step step) {
    UUID process = UUID.fromString(step.processId());
    return resources
        .of(deployments.require(step).id(), ResourceKind.SERVER, ResourceState.PRESENT)
        .stream()
        .filter(each -> each.process().equals(process))
        .toList();
  }
}
