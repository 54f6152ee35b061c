package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.openstack.Conversation;
import dev.caravan.openstack.OpenStackAnswer;
import dev.caravan.openstack.OpenStackRequest;
import dev.caravan.openstack.OpenStackService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Has resources taken away. What is gone already is as good; what may have been made without our
 * hearing of it is looked for by its mark; what is not ours is never touched.
 */
final class Removing {

  private final Deployment deployment;
  private final Bodies bodies;
  private final ResourceStore store;
  private final Runnable progress;

  Removing(Deployment deployment, Bodies bodies, ResourceStore store, Runnable progress) {
    this.deployment = deployment;
    this.bodies = bodies;
    this.store = store;
    this.progress = progress;
  }

  /** One resource; a server is only asked to go, and gone when the cloud lists it no more. */
  Conversation one(Resource resource) {
    Conversation talk = new Conversation(deployment.cloudRegion());
    if (resource.kind() == ResourceKind.SECURITY_GROUP_RULES) {
      gone(resource);
    } else if (resource.kind() == ResourceKind.ROUTER_INTERFACE) {
      disconnect(talk, resource);
    } else if (resource.openstackId() == null) {
      look(talk, resource);
    } else {
      delete(talk, resource, resource.requireOpenstackId());
    }
    return talk;
  }

  /** Twins that came into being late, after all was gone; servers by the deployment's tag. */
  Conversation sweep() {
    Conversation talk = new Conversation(deployment.cloudRegion());
    for (Resource resource : store.doubtfulAndGone(deployment.id())) {
      boolean findable =
          resource.kind() != ResourceKind.SECURITY_GROUP_RULES
              && resource.kind() != ResourceKind.ROUTER_INTERFACE;
      if (findable) {
        look(talk, resource);
      }
    }
    return talk;
  }

  private void look(Conversation talk, Resource resource) {
    ResourceKind kind = resource.kind();
    boolean server = kind == ResourceKind.SERVER;
    talk.ask(
        OpenStackRequest.get(
            kind.service(), "/" + kind.collection() + (server ? "/detail" : ""), resource.query()),
        answer -> {
          if (!answer.ok()) {
            throw unusable(answer, "Looking for " + resource.name());
          }
          List<String> mine = new ArrayList<>();
          for (JsonNode one : answer.body().path(kind.listField())) {
            if (resource.is(one, bodies.cloudName(resource))) {
              mine.add(one.path("id").asText());
            }
          }
          if (mine.isEmpty()) {
            // The request may still be under way; the sweep looks once more.
            store.doubtful(List.of(resource));
            gone(resource);
          } else {
            store.present(resource, mine.get(0), null);
            mine.forEach(id -> delete(talk, resource, id));
          }
        });
  }

  private void delete(Conversation talk, Resource resource, String id) {
    talk.ask(
        OpenStackRequest.delete(
            resource.kind().service(), "/" + resource.kind().collection() + "/" + id),
        answer -> {
          if (answer.notFound() || (answer.ok() && resource.kind() != ResourceKind.SERVER)) {
            gone(resource);
          } else if (answer.status() == 409) {
            inUse(talk, resource, answer);
          } else if (!answer.ok()) {
            throw unusable(answer, "Removing " + resource.kind().key() + " " + resource.name());
          } else {
            progress.run();
          }
        });
  }

  private void disconnect(Conversation talk, Resource resource) {
    @Nullable String router = idOrNull(ResourceKind.ROUTER, "router");
    @Nullable String subnet =
        idOrNull(ResourceKind.SUBNET, resource.spec().path("subnet").asText());
    if (router == null || subnet == null) {
      gone(resource);
      return;
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("subnet_id", subnet);
    talk.ask(
        OpenStackRequest.put(
            OpenStackService.NETWORK,
            "/routers/%s/remove_router_interface".formatted(router),
            body),
        answer -> {
          if (answer.ok() || answer.notFound()) {
            gone(resource);
          } else if (answer.status() == 409) {
            inUse(talk, resource, answer);
          } else {
            throw unusable(answer, "Disconnecting subnet " + resource.name());
          }
        });
  }

  private @Nullable String idOrNull(ResourceKind kind, String name) {
    return store
        .of(
            deployment.id(),
            kind,
            ResourceState.PRESENT,
            ResourceState.ASKED,
            ResourceState.REMOVING)
        .stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .map(Resource::openstackId)
        .orElse(null);
  }

  /** Who holds it? A foreign port is named and stays; anything else goes by itself in a while. */
  private void inUse(Conversation talk, Resource resource, OpenStackAnswer refusal) {
    @Nullable String network = idOrNull(ResourceKind.NETWORK_, "network");
    RetryableFailure later =
        RetryableFailure.integration(
            "%s %s is still in use: %s"
                .formatted(resource.kind().key(), resource.name(), refusal.words()));
    if (network == null) {
      throw later;
    }
    talk.ask(
        OpenStackRequest.get(OpenStackService.NETWORK, "/ports", "network_id=" + network),
        answer -> {
          List<JsonNode> foreign = new ArrayList<>();
          answer.body().path("ports").forEach(foreign::add);
          Set<String> ours =
              store.standing(deployment.id()).stream()
                  .map(Resource::mark)
                  .collect(Collectors.toSet());
          foreign.removeIf(port -> ours.contains(port.path("description").asText()));
          foreign.removeIf(port -> port.path("device_owner").asText().startsWith("network:"));
          if (!answer.ok() || foreign.isEmpty()) {
            throw later;
          }
          throw new PermanentFailure(
              FailureKind.CONFLICT,
              "%s %s cannot be removed: port %s (%s) is on it and is not ours. Remove it, then resume."
                  .formatted(
                      resource.kind().key(),
                      resource.name(),
                      foreign.get(0).path("id").asText(),
                      foreign.get(0).path("name").asText()),
              Map.of(
                  "foreign_ports",
                  foreign.stream().map(port -> port.path("id").asText()).toList()));
        });
  }

  private void gone(Resource resource) {
    store.gone(List.of(resource));
    progress.run();
  }

  private static RuntimeException unusable(OpenStackAnswer answer, String what) {
    String said = "%s: the cloud answered %d: %s".formatted(what, answer.status(), answer.words());
    return answer.unsure()
        ? RetryableFailure.integration(said)
        : PermanentFailure.integration(said);
  }
}
