package dev.caravan.infrastructure;

import dev.caravan.failure.RetryableFailure;
import dev.caravan.openstack.Conversation;
import dev.caravan.openstack.Refusal;
import dev.caravan.worker.Problem;
import dev.caravan.worker.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Looks at the servers of an operation, whoever or whatever woke it, and decides by that look
 * alone: all well, to wait on, some to be replaced, or all to be undone.
 */
@Component
public class Settling {

  /** Faults that another build may not have. */
  private static final Pattern PASSING =
      Pattern.compile(
          "timed? ?out|MessagingTimeout|connection (refused|reset)|temporarily",
          Pattern.CASE_INSENSITIVE);

  /**
   * After so many attempts the wait goes on: a cloud that is away is no reason to undo anything.
   */
  private static final int LOOKS_TRIED = 4;

  private final DeploymentStore deployments;
  private final ResourceStore resources;
  private final DeploymentEvents events;
  private final InfrastructureProperties limits;

  Settling(
      DeploymentStore deployments,
      ResourceStore resources,
      DeploymentEvents events,
      InfrastructureProperties limits) {
    this.deployments = deployments;
    this.resources = resources;
    this.events = events;
    this.limits = limits;
  }

  /** Asks the cloud how every server of the operation is now, and what is wrong with it. */
  public Conversation look(Step step) {
    Deployment deployment = deployments.require(step);
    return FreshLook.at(deployment, mine(step), resources);
  }

  /** What the look found: nothing to do, to wait on, or to replace; else a problem. */
  @Transactional
  public Map<String, Object> decide(Step step) {
    Deployment deployment = deployments.require(step);
    List<Resource> servers = mine(step);
    FreshLook.gone(servers, "while it was built")
        .ifPresent(gone -> refuse(step, "SERVER_DELETED", gone));
    failed(servers)
        .filter(each -> !replaceable(each))
        .ifPresent(each -> refuse(step, kindOf(each), FreshLook.fault(each)));
    List<Resource> unsettled =
        servers.stream().filter(each -> !Sighting.settled(each.status())).toList();
    if (!unsettled.isEmpty()) {
      requireInTime(step, deployment, unsettled);
      sayIfNobodyLooked(step, deployment, unsettled);
      return decision(false, true);
    }
    servers.stream().filter(each -> Sighting.ERROR.equals(each.status())).forEach(this::replace);
    // Planned by an earlier attempt, too, which died before it could say so.
    boolean open =
        resources
            .of(deployment.id(), ResourceKind.SERVER, ResourceState.PLANNED, ResourceState.REMOVING)
            .stream()
            .anyMatch(each -> each.process().toString().equals(step.processId()));
    return decision(open, false);
  }

  /** The cloud could not be asked: after some attempts the wait goes on, and nothing is judged. */
  public Map<String, Object> unseen(Step step, Exception thrown) throws Exception {
    Optional<RetryableFailure> passing = passing(thrown);
    if (passing.isEmpty() || step.attempt() < LOOKS_TRIED) {
      throw thrown;
    }
    Deployment deployment = deployments.require(step);
    events.happened(
        deployment.id(),
        UUID.fromString(step.processId()),
        "waiting",
        "The servers could not be looked at, so nothing is decided and the wait goes on: "
            + passing.get().getMessage(),
        Map.of());
    return decision(false, true);
  }

  private static Optional<RetryableFailure> passing(Throwable thrown) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof RetryableFailure found) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private static Map<String, Object> decision(boolean replace, boolean wait) {
    return Map.of("replace", replace, "wait", wait);
  }

  private static void refuse(Step step, String type, String message) {
    throw problem(step, type, message);
  }

  private static Problem problem(Step step, String type, String message) {
    return CloudRefused.of(type, message, step.topic());
  }

  /** Only time in which somebody looked counts. */
  private void requireInTime(Step step, Deployment deployment, List<Resource> unsettled) {
    Set<UUID> late =
        resources.overdue(List.of(deployment.id()), ResourceState.PRESENT, limits.buildLimit());
    String names =
        unsettled.stream()
            .filter(each -> late.contains(each.id()))
            .map(each -> "Server %s is still %s".formatted(each.name(), each.status()))
            .collect(Collectors.joining(", "));
    if (!names.isEmpty()) {
      refuse(
          step,
          Refusal.CAPACITY.name(),
          "%s after the %s that it may take, all of it watched"
              .formatted(names, words(limits.buildLimit())));
    }
  }

  private void sayIfNobodyLooked(Step step, Deployment deployment, List<Resource> unsettled) {
    Duration unwatched = resources.unwatched(unsettled);
    if (unwatched.compareTo(Duration.ofMinutes(1)) > 0) {
      events.happened(
          deployment.id(),
          UUID.fromString(step.processId()),
          "waiting",
          "Still not built: %s. Nobody looked for %s, which does not count; the wait goes on"
              .formatted(
                  unsettled.stream()
                      .map(each -> each.name() + " is " + each.status())
                      .collect(Collectors.joining(", ")),
                  words(unwatched)),
          Map.of());
    }
  }

  private static String words(Duration time) {
    return time.compareTo(Duration.ofMinutes(2)) < 0
        ? time.toSeconds() + " s"
        : time.toMinutes() + " min";
  }

  private static Optional<Resource> failed(List<Resource> servers) {
    // One that another build would not mend decides for all.
    return servers.stream()
        .filter(each -> Sighting.ERROR.equals(each.status()))
        .min((one, other) -> Boolean.compare(replaceable(one), replaceable(other)));
  }

  private static String kindOf(Resource failed) {
    return String.valueOf(failed.fault()).strip().startsWith("No valid host")
        ? Refusal.CAPACITY.name()
        : "BUILD_FAILED";
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
