package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.openstack.Clouds;
import dev.caravan.openstack.Conversation;
import dev.caravan.worker.Step;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Compares what is recorded with what the clouds have: one deployment, or all of a cloud. */
@Component
public class DriftSteps {

  private final DeploymentStore deployments;
  private final ResourceStore resources;
  private final DeploymentEvents events;
  private final Repairing repairing;
  private final Orphans orphans;
  private final InfrastructureProperties limits;
  private final CloudWatches watches;
  private final Clouds clouds;
  private final ObjectMapper json;
  private final Clock clock;

  DriftSteps(
      DeploymentStore deployments,
      ResourceStore resources,
      DeploymentEvents events,
      Repairing repairing,
      Orphans orphans,
      InfrastructureProperties limits,
      CloudWatches watches,
      Clouds clouds,
      ObjectMapper json,
      Clock clock) {
    this.deployments = deployments;
    this.resources = resources;
    this.events = events;
    this.repairing = repairing;
    this.orphans = orphans;
    this.limits = limits;
    this.watches = watches;
    this.clouds = clouds;
    this.json = json;
    this.clock = clock;
  }

  /** Looks at all that one deployment has, and writes down how it differs. */
  public Conversation look(Step step) {
    Deployment deployment = deployments.require(step);
    List<Resource> standing = resources.standing(deployment.id());
    Optional<String> network =
        standing.stream()
            .filter(each -> each.kind() == ResourceKind.NETWORK_)
            .map(Resource::openstackId)
            .filter(id -> id != null)
            .map(String::valueOf)
            .findFirst();
    CloudListing listing = new CloudListing(deployment.cloudRegion());
    Conversation talk = new Conversation(deployment.cloudRegion());
    listing.askFor(talk, network);
    talk.afterwards(() -> listing.askForFaults(talk));
    talk.afterwards(
        () -> {
          List<Drift> found = DriftCheck.of(deployment, standing, listing);
          deployments.checked(deployment.id(), report(found));
          say(deployment, UUID.fromString(step.processId()), found);
        });
    return talk;
  }

  /** What the model needs to know; what is missing is planned anew where that is wanted. */
  public Map<String, Object> found(Step step) {
    Deployment deployment = deployments.require(step);
    boolean inSync = deployment.drift().path("in_sync").asBoolean(false);
    boolean repair =
        Boolean.TRUE.equals(step.inputs().get("repair"))
            && mayRepair(deployment, step)
            && repairing.plan(deployment, UUID.fromString(step.processId()));
    return Map.of("in_sync", inSync, "repair_needed", repair);
  }

  /**
   * Where very much is missing, the cloud may be wrong or another than it was: a person is asked.
   */
  private boolean mayRepair(Deployment deployment, Step step) {
    UUID process = UUID.fromString(step.processId());
    long missing = repairing.missingServers(deployment, process);
    long all = resources.of(deployment.id(), ResourceKind.SERVER, ResourceState.PRESENT).size();
    boolean may =
        Boolean.TRUE.equals(step.inputs().get("confirm")) || !limits.toBeConfirmed(missing, all);
    if (!may) {
      events.happened(
          deployment.id(),
          process,
          "repair_not_confirmed",
          "This would make %d of %d servers again: repeat it with confirm: true if that is meant"
              .formatted(missing, all),
          Map.of("servers", missing));
    }
    return may;
  }

  /** A conversation for each cloud that has deployments, to check all that nobody works on. */
  public List<Conversation> all() {
    Set<String> known = clouds.names();
    return deployments.clouds().stream()
        .filter(cloud -> known.contains(cloud.split("/", 2)[0]))
        .filter(watches::takesCheck)
        .map(this::all)
        .toList();
  }

  private Conversation all(String cloud) {
    // Read before the lists, so that what is made meanwhile is left to the next time.
    Map<UUID, Deployment> idle = new HashMap<>();
    deployments.idle(cloud).forEach(each -> idle.put(each.id(), each));
    CloudListing listing = new CloudListing(cloud);
    Conversation talk = new Conversation(cloud);
    listing.askForAll(talk);
    talk.afterwards(() -> compare(talk, idle, listing));
    return talk;
  }

  private void compare(Conversation talk, Map<UUID, Deployment> idle, CloudListing listing) {
    Set<UUID> deleted = listing.deployments();
    deleted.removeAll(idle.keySet());
    deployments.of(deleted).stream()
        .filter(each -> each.status() == DeploymentStatus.DELETED)
        .forEach(each -> idle.put(each.id(), each));
    Map<UUID, List<Resource>> standing = resources.standing(idle.keySet());
    for (Deployment deployment : idle.values()) {
      List<Resource> recorded = standing.getOrDefault(deployment.id(), List.of());
      List<Drift> found = DriftCheck.of(deployment, recorded, listing);
      boolean news = news(deployment, found);
      if (deployments.checkedUnchanged(deployment, report(found)) && news) {
        say(deployment, null, found);
      }
      if (deployment.status() == DeploymentStatus.DELETED) {
        orphans.sweep(talk, deployment, found, news);
      }
    }
  }

  /** Whether a check found something else than the one before. */
  private boolean news(Deployment deployment, List<Drift> found) {
    JsonNode before = deployment.drift().path("findings");
    return before.isMissingNode()
        ? !found.isEmpty()
        : !before.equals(report(found).path("findings"));
  }

  private ObjectNode report(List<Drift> found) {
    ObjectNode report = json.createObjectNode();
    report.put("checked_at", clock.instant().toString());
    report.put("in_sync", found.isEmpty());
    report.set("findings", json.valueToTree(found));
    return report;
  }

  private void say(Deployment deployment, @Nullable UUID process, List<Drift> found) {
    Map<String, Long> counts =
        found.stream()
            .collect(Collectors.groupingBy(Drift::problem, TreeMap::new, Collectors.counting()));
    List<String> words = new ArrayList<>();
    counts.forEach((problem, count) -> words.add(count + " " + problem));
    events.happened(
        deployment.id(),
        process,
        "checked",
        found.isEmpty() ? "all is as recorded" : String.join(", ", words),
        counts);
  }
}
