package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.openstack.Conversation;
import dev.caravan.openstack.OpenStackRequest;
import dev.caravan.openstack.OpenStackService;
import dev.caravan.worker.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Has what is missing made again, as it was: the same names, ordinals and addresses. */
@Component
public class Repairing {

  private final DeploymentStore deployments;
  private final ResourceStore resources;

  Repairing(DeploymentStore deployments, ResourceStore resources) {
    this.deployments = deployments;
    this.resources = resources;
  }

  /**
   * Writes down what the last check missed as planned, once a process.
   *
   * @return whether anything is to be made
   */
  @Transactional
  public boolean plan(Deployment deployment, UUID process) {
    Map<String, Resource> standing =
        resources.standing(deployment.id()).stream()
            .collect(Collectors.toMap(Repairing::key, Function.identity(), (one, other) -> one));
    for (JsonNode finding : deployment.drift().path("findings")) {
      Resource resource =
          standing.get(finding.path("kind").asText() + "/" + finding.path("name").asText());
      boolean missing = finding.path("problem").asText().equals(Drift.Problem.MISSING.word());
      if (missing && resource != null && !resource.process().equals(process)) {
        anew(resource, process);
      }
    }
    return resources.standing(deployment.id()).stream()
        .anyMatch(
            each ->
                each.process().equals(process)
                    && (each.state() == ResourceState.PLANNED
                        || each.state() == ResourceState.ASKED));
  }

  /** How many servers that stand by our record the last check missed, and this process has not. */
  long missingServers(Deployment deployment, UUID process) {
    Map<String, Resource> standing =
        resources.of(deployment.id(), ResourceKind.SERVER, ResourceState.PRESENT).stream()
            .collect(Collectors.toMap(Repairing::key, Function.identity(), (one, other) -> one));
    return StreamSupport.stream(deployment.drift().path("findings").spliterator(), false)
        .filter(each -> each.path("problem").asText().equals(Drift.Problem.MISSING.word()))
        .map(each -> standing.get(each.path("kind").asText() + "/" + each.path("name").asText()))
        .filter(each -> each != null && !each.process().equals(process))
        .count();
  }

  private static String key(Resource resource) {
    return resource.kind().key() + "/" + resource.name();
  }

  private void anew(Resource resource, UUID process) {
    if (resource.state() != ResourceState.PRESENT) {
      resources.takeOver(resource, process);
      return;
    }
    resources.gone(List.of(resource));
    ObjectNode spec = resource.spec().deepCopy();
    if (resource.kind() == ResourceKind.PORT && resource.address() != null) {
      spec.put("fixed_address", resource.address());
    }
    resources.plan(List.of(resource.again(process, spec, 0)));
  }

  /** Gives each port that was made again to the server that still stands without it. */
  public List<Conversation> attaching(Step step) {
    Deployment deployment = deployments.require(step);
    UUID id = deployment.id();
    UUID process = UUID.fromString(step.processId());
    Map<String, Resource> servers =
        resources.of(id, ResourceKind.SERVER, ResourceState.PRESENT).stream()
            .collect(Collectors.toMap(Resource::name, Function.identity()));
    List<Conversation> talks = new ArrayList<>();
    for (Resource port : resources.of(id, ResourceKind.PORT, ResourceState.PRESENT)) {
      Resource server = servers.get(port.name());
      if (port.process().equals(process) && server != null) {
        talks.add(attach(deployment, port, server, step.topic()));
      }
    }
    return talks;
  }

  private static Conversation attach(
      Deployment deployment, Resource port, Resource server, String activity) {
    Conversation talk = new Conversation(deployment.cloudRegion());
    String what = "Giving port %s to its server".formatted(port.name());
    talk.ask(
        OpenStackRequest.get(OpenStackService.NETWORK, "/ports/" + port.requireOpenstackId(), ""),
        seen -> {
          if (!seen.ok()) {
            throw CloudRefused.answer(seen, what, activity);
          }
          String holder = seen.body().at("/port/device_id").asText("");
          if (!holder.equals(server.requireOpenstackId())) {
            talk.ask(
                OpenStackRequest.post(
                    OpenStackService.COMPUTE,
                    "/servers/%s/os-interface".formatted(server.requireOpenstackId()),
                    body(port)),
                answer -> {
                  if (!answer.ok()) {
                    throw CloudRefused.answer(answer, what, activity);
                  }
                });
          }
        });
    return talk;
  }

  private static ObjectNode body(Resource port) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("interfaceAttachment").put("port_id", port.requireOpenstackId());
    return body;
  }
}
