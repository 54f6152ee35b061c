package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.openstack.Conversation;
import dev.caravan.openstack.OpenStackRequest;
import dev.caravan.openstack.OpenStackService;
import dev.caravan.worker.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Servers that carry the mark of a deployment, as a tag or as metadata, and that nobody recorded.
 * They go with their deployment, and never while anything of it is to stay.
 */
@Component
public class Orphans {

  private final DeploymentStore deployments;
  private final ResourceStore resources;
  private final DeploymentEvents events;

  Orphans(DeploymentStore deployments, ResourceStore resources, DeploymentEvents events) {
    this.deployments = deployments;
    this.resources = resources;
    this.events = events;
  }

  /** Where a whole deployment goes: what carries its mark is put on record, to go like the rest. */
  public Conversation find(Step step) {
    Deployment deployment = deployments.require(step);
    Conversation talk = new Conversation(deployment.cloudRegion());
    boolean whole =
        OperationKind.DELETE.holds(deployment)
            || (OperationKind.DEPLOY.holds(deployment) && nothingStays(deployment));
    if (whole) {
      Looking.at(
          talk,
          ResourceKind.SERVER,
          "",
          answer ->
              RetryableFailure.integration(
                  "Looking for servers of deployment %s: the cloud answered %d: %s"
                      .formatted(deployment.id(), answer.status(), answer.words())),
          listed -> adopt(deployment, UUID.fromString(step.processId()), listed));
    }
    return talk;
  }

  private boolean nothingStays(Deployment deployment) {
    return resources.standing(deployment.id()).stream()
        .allMatch(each -> each.state() == ResourceState.REMOVING);
  }

  private void adopt(Deployment deployment, UUID process, List<JsonNode> listed) {
    List<Resource> standing = resources.standing(deployment.id());
    // Those of a request whose answer was lost are found by a mark of their own.
    List<JsonNode> found =
        unrecorded(
            listed.stream()
                .filter(server -> marked(deployment, server))
                .filter(server -> standing.stream().noneMatch(each -> asked(each, server)))
                .toList());
    for (JsonNode server : found) {
      resources.adopt(Resource.orphan(deployment.id(), process, server.path("id").asText()));
    }
    if (!found.isEmpty()) {
      events.happened(
          deployment.id(),
          process,
          "orphans_found",
          "%s carried the mark of this deployment and was not recorded; to be removed with it"
              .formatted(words(found)),
          Map.of("servers", found.stream().map(server -> server.path("id").asText()).toList()));
    }
  }

  /** A server on record goes as its own deployment says, whatever somebody wrote on it. */
  private List<JsonNode> unrecorded(List<JsonNode> servers) {
    Set<String> recorded =
        resources.onRecord(servers.stream().map(each -> each.path("id").asText()).toList());
    return servers.stream().filter(each -> !recorded.contains(each.path("id").asText())).toList();
  }

  private static boolean asked(Resource resource, JsonNode server) {
    return resource.kind() == ResourceKind.SERVER && resource.is(server);
  }

  private static boolean marked(Deployment deployment, JsonNode server) {
    return Resource.deploymentOf(ResourceKind.SERVER, server)
        .filter(deployment.id()::equals)
        .isPresent();
  }

  private static String words(List<JsonNode> servers) {
    return servers.stream()
        .map(each -> "%s (%s)".formatted(each.path("name").asText(), each.path("id").asText()))
        .collect(Collectors.joining(", "));
  }

  /**
   * What is found of a deployment that was deleted goes, once its mark was read again.
   *
   * @param news whether the last check did not find it, so that what is said is said once
   */
  void sweep(Conversation talk, Deployment deployment, List<Drift> found, boolean news) {
    for (Drift each : found) {
      String id = each.openstackId();
      if (each.is(Drift.Problem.ORPHAN)
          && each.kind().equals(ResourceKind.SERVER.key())
          && id != null) {
        talk.ask(
            OpenStackRequest.get(OpenStackService.COMPUTE, "/servers/" + id, ""),
            answer -> {
              JsonNode server = answer.body().path("server");
              if (answer.ok()
                  && marked(deployment, server)
                  && !unrecorded(List.of(server)).isEmpty()
                  && !server.path("OS-EXT-STS:task_state").asText("").equals("deleting")
                  && isDeleted(deployment, talk.cloud())) {
                remove(talk, deployment, server, news);
              }
            });
      }
    }
  }

  private boolean isDeleted(Deployment deployment, String cloud) {
    return deployments
        .find(deployment.id())
        .filter(now -> now.status() == DeploymentStatus.DELETED && now.operation() == null)
        .filter(now -> now.cloudRegion().equals(cloud))
        .isPresent();
  }

  private void remove(Conversation talk, Deployment deployment, JsonNode server, boolean news) {
    talk.ask(
        OpenStackRequest.delete(OpenStackService.COMPUTE, "/servers/" + server.path("id").asText()),
        answer -> {
          if (answer.ok()) {
            said(
                deployment,
                server,
                "orphan_removed",
                "%s carried the mark of this deleted deployment and was not recorded; the cloud was asked to remove it"
                    .formatted(words(List.of(server))));
          } else if (!answer.notFound() && news) {
            said(
                deployment,
                server,
                "orphan_left",
                "%s carries the mark of this deleted deployment and could not be removed: the cloud answered %d: %s"
                    .formatted(words(List.of(server)), answer.status(), answer.words()));
          }
        });
  }

  private void said(Deployment deployment, JsonNode server, String type, String message) {
    events.happened(
        deployment.id(),
        null,
        type,
        message,
        Map.of("servers", List.of(server.path("id").asText())));
  }
}
