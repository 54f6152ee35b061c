package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.openstack.Conversation;
import dev.caravan.worker.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** What the routes to OpenStack ask of Java for a deployment: which conversations to lead. */
@Component
public class InfrastructureSteps {

  /** Neutron makes many ports in one request, but not any number in the time a client waits. */
  private static final int PORTS_AT_ONCE = 50;

  private final DeploymentStore deployments;
  private final ResourceStore resources;
  private final Scaling scaling;
  private final DeploymentEvents events;
  private final KnownNames known;
  private final ObjectMapper json;

  InfrastructureSteps(
      DeploymentStore deployments,
      ResourceStore resources,
      Scaling scaling,
      DeploymentEvents events,
      KnownNames known,
      ObjectMapper json) {
    this.deployments = deployments;
    this.resources = resources;
    this.scaling = scaling;
    this.events = events;
    this.known = known;
    this.json = json;
  }

  /** Writes down what is to be made, and asks the cloud whether it can be. */
  public Conversation plan(Step step) {
    Deployment deployment = deployment(step);
    deployments.become(deployment.id(), DeploymentStatus.IN_PROGRESS);
    if (resources.standing(deployment.id()).isEmpty()) {
      resources.plan(
          Layout.of(deployment.id(), process(step), new Blueprint(deployment.blueprint())));
    }
    return planning(step, deployment);
  }

  /** The same for a change of the number of servers; those to go are marked. */
  public Conversation planScaling(Step step) {
    Deployment deployment = deployment(step);
    scaling.plan(deployment, process(step), step.inputs());
    return planning(step, deployment);
  }

  private Conversation planning(Step step, Deployment deployment) {
    Planning planning =
        new Planning(deployment, resources.standing(deployment.id()), step.topic(), known);
    return planning.isNeeded()
        ? planning.conversation(plan -> planned(step, deployment, plan))
        : new Conversation(deployment.cloudRegion());
  }

  private void planned(Step step, Deployment deployment, ObjectNode plan) {
    for (JsonNode note : plan.path("notes")) {
      events.happened(deployment.id(), process(step), "noted", note.asText(), Map.of());
    }
    ObjectNode whole =
        deployment.plan() instanceof ObjectNode before
            ? before.deepCopy()
            : json.createObjectNode();
    plan.properties()
        .forEach(
            field -> {
              if (whole.get(field.getKey()) instanceof ObjectNode known
                  && field.getValue().isObject()) {
                known.setAll((ObjectNode) field.getValue());
              } else {
                whole.set(field.getKey(), field.getValue());
              }
            });
    deployments.planned(deployment.id(), whole);
  }

  /** What the model needs to know of the plan. */
  public Map<String, Object> planMade(Step step) {
    Deployment deployment = deployment(step);
    boolean dryRun = deployment.metadata().path("dry_run").asBoolean(false);
    if (dryRun) {
      resources.remove(resources.standing(deployment.id()));
    }
    boolean more =
        resources.standing(deployment.id()).stream()
            .anyMatch(each -> each.state() == ResourceState.PLANNED);
    return Map.of("dry_run", dryRun, "more", more);
  }

  /**
   * Makes what is not there yet.
   *
   * @param kinds such as {@code subnet,security_group_rules}
   */
  public List<Conversation> making(Step step, String kinds) {
    return making(step, kinds, (making, list) -> list.stream().map(making::one).toList());
  }

  /** Makes the ports, many in one request. */
  public List<Conversation> makingPorts(Step step) {
    return making(
        step,
        "port",
        (making, list) -> {
          List<Conversation> talks = new ArrayList<>();
          for (int from = 0; from < list.size(); from += PORTS_AT_ONCE) {
            int to = Math.min(list.size(), from + PORTS_AT_ONCE);
            talks.add(making.many(list.subList(from, to)));
          }
          return talks;
        });
  }

  private interface Talks {
    List<Conversation> of(Making making, List<Resource> wanted);
  }

  private List<Conversation> making(Step step, String kinds, Talks talks) {
    Deployment deployment = deployment(step);
    List<Resource> standing = resources.standing(deployment.id());
    Set<ResourceKind> chosen = chosen(kinds);
    List<Resource> wanted =
        standing.stream()
            .filter(each -> chosen.contains(each.kind()))
            .filter(
                each ->
                    each.state() == ResourceState.PLANNED || each.state() == ResourceState.ASKED)
            .toList();
    Runnable progress =
        counting(step, standing, chosen, each -> each.state() == ResourceState.PRESENT);
    return talks.of(new Making(work(step, deployment, standing, progress)), wanted);
  }

  /** What an operation has made, or all of a deployment that is to be deleted, is to go. */
  public Map<String, Object> beginRemoval(Step step) {
    Deployment deployment = deployment(step);
    boolean all = OperationKind.DELETE.holds(deployment);
    List<Resource> going =
        resources.standing(deployment.id()).stream()
            .filter(each -> all || each.process().equals(process(step)))
            .toList();
    resources.remove(going);
    events.happened(
        deployment.id(),
        process(step),
        all ? "removal_begun" : "rollback_begun",
        "%d resources are to go".formatted(going.size()),
        Map.of());
    return Map.of();
  }

  /** Takes away what is to go, those of some kinds. */
  public List<Conversation> removing(Step step, String kinds) {
    Deployment deployment = deployment(step);
    List<Resource> standing = resources.standing(deployment.id());
    Set<ResourceKind> chosen = chosen(kinds);
    List<Resource> going =
        new ArrayList<>(
            standing.stream()
                .filter(each -> chosen.contains(each.kind()))
                .filter(each -> each.state() == ResourceState.REMOVING)
                .toList());
    Collections.reverse(going);
    Runnable progress = counting(step, standing, chosen, each -> false);
    Removing removing = new Removing(work(step, deployment, standing, progress));
    return going.stream().map(removing::one).toList();
  }

  /** Twins of requests whose answers were lost. */
  public Conversation sweep(Step step) {
    Deployment deployment = deployment(step);
    List<Resource> standing = resources.standing(deployment.id());
    return new Removing(work(step, deployment, standing, () -> {})).sweep();
  }

  private CloudWork work(
      Step step, Deployment deployment, List<Resource> standing, Runnable progress) {
    return new CloudWork(
        deployment,
        new Bodies(deployment, standing),
        resources,
        events,
        process(step),
        step.topic(),
        progress);
  }

  private static Runnable counting(
      Step step,
      List<Resource> standing,
      Set<ResourceKind> chosen,
      Function<Resource, Boolean> finished) {
    List<Resource> ofKind = standing.stream().filter(each -> chosen.contains(each.kind())).toList();
    AtomicInteger done = new AtomicInteger((int) ofKind.stream().filter(finished::apply).count());
    return () -> step.progress(done.incrementAndGet(), ofKind.size(), "resources");
  }

  private static Set<ResourceKind> chosen(String kinds) {
    EnumSet<ResourceKind> chosen = EnumSet.noneOf(ResourceKind.class);
    Arrays.stream(kinds.split(",")).map(ResourceKind::ofKey).forEach(chosen::add);
    return chosen;
  }

  private Deployment deployment(Step step) {
    Deployment deployment = deployments.require(step);
    if (!process(step).equals(deployment.processId())) {
      throw PermanentFailure.conflict(
          "Deployment %s is held by process %s".formatted(deployment.id(), deployment.processId()));
    }
    return deployment;
  }

  private static UUID process(Step step) {
    return UUID.fromString(step.processId());
  }
}
