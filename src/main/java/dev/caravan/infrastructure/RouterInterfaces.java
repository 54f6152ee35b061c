package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.openstack.Conversation;
import dev.caravan.openstack.OpenStackAnswer;
import dev.caravan.openstack.OpenStackRequest;
import dev.caravan.openstack.OpenStackService;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Connects subnets with the router of a deployment, and disconnects them. An interface is a port of
 * the router: where an answer was lost, the ports say whether it is there.
 */
final class RouterInterfaces {

  private final CloudWork work;

  RouterInterfaces(CloudWork work) {
    this.work = work;
  }

  /** A router with one of its subnets, both by the cloud's ids. */
  private record Joint(Resource resource, String router, String subnet) {

    boolean is(JsonNode port) {
      return port.path("device_id").asText().equals(router)
          && port.path("device_owner").asText().contains("router")
          && addresses(port).anyMatch(each -> each.path("subnet_id").asText().equals(subnet));
    }
  }

  private static Stream<JsonNode> addresses(JsonNode port) {
    return StreamSupport.stream(port.path("fixed_ips").spliterator(), false);
  }

  void connect(Conversation talk, Resource resource) {
    Joint joint =
        new Joint(
            resource,
            work.bodies().idOf(ResourceKind.ROUTER, "router"),
            work.bodies().idOf(ResourceKind.SUBNET, resource.spec().path("subnet").asText()));
    if (resource.asked()) {
      look(talk, joint, ports -> put(talk, joint, 1));
    } else {
      put(talk, joint, 1);
    }
  }

  private void put(Conversation talk, Joint joint, int attempt) {
    work.store().asked(List.of(joint.resource()));
    talk.ask(
        request(joint, "add_router_interface"),
        answer -> {
          if (answer.ok()) {
            work.there(joint.resource(), joint.subnet(), null);
          } else if (answer.unsure() && attempt < CloudWork.TRIES) {
            look(talk, joint, ports -> put(talk, joint, attempt + 1));
          } else if (answer.unsure()) {
            throw refused(answer, joint);
          } else {
            boolean repeated = attempt > 1 || joint.resource().asked();
            look(talk, joint, ports -> notThere(joint, ports, answer, repeated));
          }
        });
  }

  /** There already, perhaps by a request whose answer was lost? Otherwise it goes on. */
  private void look(Conversation talk, Joint joint, Consumer<List<JsonNode>> otherwise) {
    Looking.at(
        talk,
        ResourceKind.PORT,
        "network_id=" + work.bodies().idOf(ResourceKind.NETWORK_, "network"),
        answer -> refused(answer, joint),
        ports -> {
          if (ports.stream().anyMatch(joint::is)) {
            work.there(joint.resource(), joint.subnet(), null);
          } else {
            otherwise.accept(ports);
          }
        });
  }

  /** A conflict with our own request of before, which is still under way, is no refusal. */
  private void notThere(
      Joint joint, List<JsonNode> ports, OpenStackAnswer refusal, boolean repeated) {
    boolean held =
        ports.stream()
            .flatMap(RouterInterfaces::addresses)
            .map(each -> each.path("ip_address").asText())
            .anyMatch(address -> (refusal.words() + " ").contains(" " + address + " "));
    if (refusal.status() == 409 && repeated && !held) {
      throw RetryableFailure.integration(
          "Connecting subnet %s: an earlier request seems to be under way: %s"
              .formatted(joint.resource().name(), refusal.words()));
    }
    throw refused(refusal, joint);
  }

  private RuntimeException refused(OpenStackAnswer answer, Joint joint) {
    return CloudRefused.answer(
        answer, "Connecting subnet " + joint.resource().name(), work.activity());
  }

  private static OpenStackRequest request(Joint joint, String action) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("subnet_id", joint.subnet());
    return OpenStackRequest.put(
        OpenStackService.NETWORK, "/routers/%s/%s".formatted(joint.router(), action), body);
  }

  void disconnect(Conversation talk, Resource resource) {
    @Nullable String router = work.idOrNull(ResourceKind.ROUTER, "router");
    @Nullable String subnet =
        work.idOrNull(ResourceKind.SUBNET, resource.spec().path("subnet").asText());
    if (router == null || subnet == null) {
      work.gone(resource);
    } else {
      disconnect(talk, new Joint(resource, router, subnet), 1);
    }
  }

  private void disconnect(Conversation talk, Joint joint, int attempt) {
    talk.ask(
        request(joint, "remove_router_interface"),
        answer -> {
          if (answer.ok() || answer.notFound()) {
            work.gone(joint.resource());
          } else if (answer.status() == 409) {
            new Holders(work).name(talk, joint.resource(), answer);
          } else if (answer.unsure()) {
            stillThere(talk, joint, attempt, unusable(answer, joint));
          } else {
            throw unusable(answer, joint);
          }
        });
  }

  private void stillThere(Conversation talk, Joint joint, int attempt, RuntimeException trouble) {
    Looking.at(
        talk,
        ResourceKind.PORT,
        "device_id=" + joint.router(),
        answer -> unusable(answer, joint),
        ports -> {
          Optional<JsonNode> there = ports.stream().filter(joint::is).findFirst();
          if (there.isEmpty()) {
            work.gone(joint.resource());
          } else if (attempt < CloudWork.TRIES) {
            disconnect(talk, joint, attempt + 1);
          } else {
            throw trouble;
          }
        });
  }

  private static RuntimeException unusable(OpenStackAnswer answer, Joint joint) {
    return Removing.unusable(answer, "Disconnecting subnet " + joint.resource().name());
  }
}
