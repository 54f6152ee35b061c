package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.openstack.Conversation;
import dev.caravan.openstack.OpenStackAnswer;
import dev.caravan.openstack.OpenStackRequest;
import java.util.List;
import java.util.Map;

/**
 * Removes cloud resources. What is gone already is as good; what may have been made without our
 * hearing of it is looked for by its mark; what is not ours is never touched.
 */
final class Removing {

  private final CloudWork work;

  Removing(CloudWork work) {
    this.work = work;
  }

  /** One resource; a server is only asked to go, and gone when the cloud lists it no more. */
  Conversation one(Resource resource) {
    Conversation talk = work.conversation();
    boolean known = resource.openstackId() != null;
    switch (resource.kind()) {
      case SECURITY_GROUP_RULES -> work.gone(resource);
      case ROUTER_INTERFACE -> new RouterInterfaces(work).disconnect(talk, resource);
      case NETWORK_ -> {
        if (known) {
          deleteNetwork(talk, resource);
        } else {
          look(talk, resource);
        }
      }
      case SERVER_GROUP -> {
        if (known && resource.doubtful()) {
          deleteIfOurs(talk, resource);
        } else if (known) {
          delete(talk, resource, resource.requireOpenstackId(), 1);
        } else {
          look(talk, resource);
        }
      }
      default -> {
        if (known && resource.orphan()) {
          deleteIfStillMarked(talk, resource);
        } else if (known) {
          delete(talk, resource, resource.requireOpenstackId(), 1);
        } else {
          look(talk, resource);
        }
      }
    }
    return talk;
  }

  /** Twins that came into being late, after all was gone; servers by the deployment's tag. */
  Conversation sweep() {
    Conversation talk = work.conversation();
    for (Resource resource : work.store().doubtfulAndGone(work.deployment().id())) {
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
    Looking.at(
        talk,
        resource.kind(),
        resource.query(),
        answer -> unusable(answer, "Looking for " + resource.name()),
        listed -> {
          List<String> mine =
              listed.stream().filter(resource::is).map(one -> one.path("id").asText()).toList();
          if (mine.isEmpty()) {
            // The request may still be under way; the sweep looks once more.
            work.store().doubtful(List.of(resource));
            work.gone(resource);
          } else {
            work.store().doubtful(List.of(resource));
            work.store().present(resource, mine.get(0), null);
            for (String id : mine) {
              work.happened(
                  resource,
                  "found_by_mark",
                  "%s was found by its mark, made by a request whose answer was lost; it is"
                      + " removed",
                  id);
              delete(talk, resource, id, 1);
            }
          }
        });
  }

  /**
   * Nova keeps nothing of a server group but its name. Before names carried the mark, one that was
   * found after a lost answer was taken by its plain name, and may be somebody else's: it stays.
   */
  private void deleteIfOurs(Conversation talk, Resource group) {
    String id = group.requireOpenstackId();
    talk.ask(
        OpenStackRequest.get(group.kind().service(), "/os-server-groups/" + id, ""),
        answer -> {
          if (answer.notFound()) {
            work.gone(group);
          } else if (!answer.ok()) {
            throw unusable(answer, "Looking for server group " + group.name());
          } else if (group.is(answer.body().path("server_group"))) {
            delete(talk, group, id, 1);
          } else {
            work.happened(
                group, "left", "%s does not carry our mark and may not be ours; it is left", id);
            work.gone(group);
          }
        });
  }

  /** Somebody may have taken the mark away since it was found. */
  private void deleteIfStillMarked(Conversation talk, Resource orphan) {
    String id = orphan.requireOpenstackId();
    talk.ask(
        OpenStackRequest.get(orphan.kind().service(), "/servers/" + id, ""),
        answer -> {
          boolean marked =
              Resource.deploymentOf(orphan.kind(), answer.body().path("server"))
                  .filter(orphan.deployment()::equals)
                  .isPresent();
          if (answer.notFound()) {
            work.gone(orphan);
          } else if (!answer.ok()) {
            throw unusable(answer, "Looking for " + orphan.name());
          } else if (marked) {
            delete(talk, orphan, id, 1);
          } else {
            work.happened(orphan, "left", "%s carries our mark no more; it is left", id);
            work.gone(orphan);
          }
        });
  }

  /** Neutron removes a network's subnets with it, whoever made them. */
  private void deleteNetwork(Conversation talk, Resource network) {
    Looking.at(
        talk,
        ResourceKind.SUBNET,
        "network_id=" + network.requireOpenstackId(),
        answer -> unusable(answer, "Looking for subnets of " + network.name()),
        subnets -> {
          List<String> foreign =
              subnets.stream().filter(this::isForeign).map(one -> one.path("id").asText()).toList();
          if (!foreign.isEmpty()) {
            throw new PermanentFailure(
                FailureKind.CONFLICT,
                "network %s cannot be removed: subnet %s is in it and is not ours. Remove it, then resume."
                    .formatted(network.name(), foreign.get(0)),
                Map.of("foreign_subnets", foreign));
          }
          delete(talk, network, network.requireOpenstackId(), 1);
        });
  }

  private boolean isForeign(JsonNode subnet) {
    return Resource.deploymentOf(ResourceKind.SUBNET, subnet)
            .filter(work.deployment().id()::equals)
            .isEmpty()
        && !work.everyIdOf(ResourceKind.SUBNET).contains(subnet.path("id").asText());
  }

  private void delete(Conversation talk, Resource resource, String id, int attempt) {
    talk.ask(
        OpenStackRequest.delete(resource.kind().service(), path(resource, id)),
        answer -> {
          if (answer.notFound() || (answer.ok() && resource.kind() != ResourceKind.SERVER)) {
            work.gone(resource);
          } else if (answer.ok()) {
            work.progress().run();
          } else if (answer.status() == 409) {
            new Holders(work).name(talk, resource, answer);
          } else if (answer.unsure()) {
            stillThere(talk, resource, id, attempt, unusable(answer, removing(resource)));
          } else {
            throw unusable(answer, removing(resource));
          }
        });
  }

  /** An answer was lost: it may be gone, or on its way. */
  private void stillThere(
      Conversation talk, Resource resource, String id, int attempt, RuntimeException trouble) {
    talk.ask(
        OpenStackRequest.get(resource.kind().service(), path(resource, id), ""),
        answer -> {
          boolean going =
              answer.body().at("/server/OS-EXT-STS:task_state").asText().equals("deleting");
          if (answer.notFound()) {
            work.gone(resource);
          } else if (!answer.ok()) {
            throw unusable(answer, "Looking for " + resource.name());
          } else if (going) {
            work.progress().run();
          } else if (attempt < CloudWork.TRIES) {
            delete(talk, resource, id, attempt + 1);
          } else {
            throw trouble;
          }
        });
  }

  private static String path(Resource resource, String id) {
    return "/" + resource.kind().collection() + "/" + id;
  }

  private static String removing(Resource resource) {
    return "Removing " + resource.kind().key() + " " + resource.name();
  }

  static RuntimeException unusable(OpenStackAnswer answer, String what) {
    String said = "%s: the cloud answered %d: %s".formatted(what, answer.status(), answer.words());
    return answer.unsure()
        ? RetryableFailure.integration(said)
        : PermanentFailure.integration(said);
  }
}
