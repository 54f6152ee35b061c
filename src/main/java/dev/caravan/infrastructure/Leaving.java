package dev.caravan.infrastructure;

import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.openstack.Conversation;
import dev.caravan.worker.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Looks at servers that were asked to go: which are gone, and which stay for too long. */
@Component
public class Leaving {

  private final DeploymentStore deployments;
  private final ResourceStore resources;
  private final DeploymentEvents events;
  private final InfrastructureProperties limits;

  Leaving(
      DeploymentStore deployments,
      ResourceStore resources,
      DeploymentEvents events,
      InfrastructureProperties limits) {
    this.deployments = deployments;
    this.resources = resources;
    this.events = events;
    this.limits = limits;
  }

  /** Asks how each of them is, now that it was asked to go. */
  public Conversation look(Step step) {
    Deployment deployment = deployments.require(step);
    List<Resource> going = going(deployment);
    resources.askedToGo(going);
    Conversation talk = FreshLook.at(deployment, going, resources);
    talk.afterwards(
        () ->
            resources.gone(
                going(deployment).stream()
                    .filter(each -> Sighting.DELETED.equals(each.status()))
                    .toList()));
    return talk;
  }

  /** Whether any is still on its way out; those that stay for too long are named. */
  public Map<String, Object> going(Step step) {
    Deployment deployment = deployments.require(step);
    List<Resource> going = going(deployment);
    List<Resource> staying = watchedFor(limits.removalLimit(), deployment, going);
    if (!staying.isEmpty()) {
      // Whoever resumes it waits as long again.
      resources.waitAnew(staying);
      throw new PermanentFailure(
          FailureKind.RESOURCE,
          "Servers that were asked to go are still there after %d min: %s. See to them in the cloud, then resume."
              .formatted(limits.removalLimit().toMinutes(), words(staying)),
          Map.of("servers", staying.stream().map(Resource::name).toList()));
    }
    List<Resource> again = watchedFor(limits.removalAskedAgain(), deployment, going);
    if (!again.isEmpty()) {
      events.happened(
          deployment.id(),
          UUID.fromString(step.processId()),
          "waiting",
          "Servers that were asked to go are still there and were asked again: " + words(again),
          Map.of("servers", again.stream().map(Resource::name).toList()));
    }
    return Map.of("servers_going", !going.isEmpty());
  }

  private List<Resource> going(Deployment deployment) {
    return resources.of(deployment.id(), ResourceKind.SERVER, ResourceState.REMOVING);
  }

  private List<Resource> watchedFor(Duration limit, Deployment deployment, List<Resource> going) {
    Set<UUID> known = resources.overdue(List.of(deployment.id()), ResourceState.REMOVING, limit);
    return going.stream().filter(each -> known.contains(each.id())).toList();
  }

  private static String words(List<Resource> servers) {
    return servers.stream()
        .map(each -> "%s (%s) is %s".formatted(each.name(), each.openstackId(), each.status()))
        .collect(Collectors.joining(", "));
  }
}
