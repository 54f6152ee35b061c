package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.openstack.Conversation;
import dev.caravan.openstack.OpenStackAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Finds who holds a resource that a cloud will not remove. What is foreign is named and stays;
 * anything else goes by itself in a while.
 */
final class Holders {

  private final CloudWork work;

  Holders(CloudWork work) {
    this.work = work;
  }

  /** Asks who is in the way, and fails with what is found. */
  void name(Conversation talk, Resource resource, OpenStackAnswer refusal) {
    RetryableFailure later =
        RetryableFailure.integration(
            "%s %s is still in use: %s"
                .formatted(resource.kind().key(), resource.name(), refusal.words()));
    String query = query(resource);
    if (query == null) {
      throw later;
    }
    Looking.at(
        talk,
        ResourceKind.PORT,
        query,
        answer -> later,
        ports -> {
          List<JsonNode> foreign = ports.stream().filter(port -> holds(resource, port)).toList();
          throw foreign.isEmpty() ? later : conflict(resource, foreign);
        });
  }

  /** Which ports may hold it; null where nobody can tell. */
  private @Nullable String query(Resource resource) {
    return switch (resource.kind()) {
      case ROUTER -> "device_id=" + resource.requireOpenstackId();
      case SECURITY_GROUP -> "project_id={project}";
      default -> {
        String network = work.idOrNull(ResourceKind.NETWORK_, "network");
        yield network == null ? null : "network_id=" + network;
      }
    };
  }

  private boolean holds(Resource resource, JsonNode port) {
    boolean ours =
        Resource.deploymentOf(ResourceKind.PORT, port)
            .filter(work.deployment().id()::equals)
            .isPresent();
    if (ours) {
      return false;
    }
    return switch (resource.kind()) {
      case ROUTER -> isInterface(port) && !onSubnetsOf(port, work.everyIdOf(ResourceKind.SUBNET));
      case SECURITY_GROUP ->
          texts(port.path("security_groups")).contains(resource.requireOpenstackId());
      case SUBNET -> isForeign(port) && onSubnetsOf(port, List.of(resource.requireOpenstackId()));
      default -> isForeign(port);
    };
  }

  /** Neutron's own ports in a network are nobody's, but an interface is its router's. */
  private boolean isForeign(JsonNode port) {
    return isInterface(port)
        ? !work.everyIdOf(ResourceKind.ROUTER).contains(port.path("device_id").asText())
        : !port.path("device_owner").asText().startsWith("network:");
  }

  private static boolean isInterface(JsonNode port) {
    return port.path("device_owner").asText().startsWith("network:")
        && port.path("device_owner").asText().contains("router")
        && !port.path("device_owner").asText().equals("network:router_gateway");
  }

  private static boolean onSubnetsOf(JsonNode port, List<String> subnets) {
    return StreamSupport.stream(port.path("fixed_ips").spliterator(), false)
        .anyMatch(address -> subnets.contains(address.path("subnet_id").asText()));
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new TreeSet<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static PermanentFailure conflict(Resource resource, List<JsonNode> foreign) {
    JsonNode first = foreign.get(0);
    String port = first.path("id").asText();
    String device = first.path("device_id").asText();
    boolean ofRouter = isInterface(first);
    String holder =
        ofRouter && resource.kind() == ResourceKind.ROUTER
            ? "its interface (port %s) on subnet %s is not ours"
                .formatted(port, first.at("/fixed_ips/0/subnet_id").asText())
            : ofRouter
                ? "router %s has an interface on it (port %s) and is not ours"
                    .formatted(device, port)
                : "port %s (%s) is on it and is not ours"
                    .formatted(port, first.path("name").asText());
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("foreign_ports", foreign.stream().map(each -> each.path("id").asText()).toList());
    List<String> routers =
        foreign.stream()
            .filter(Holders::isInterface)
            .map(each -> each.path("device_id").asText())
            .distinct()
            .toList();
    if (!routers.isEmpty() && resource.kind() != ResourceKind.ROUTER) {
      details.put("foreign_routers", routers);
    }
    return new PermanentFailure(
        FailureKind.CONFLICT,
        "%s %s cannot be removed: %s. Remove it, then resume."
            .formatted(resource.kind().key(), resource.name(), holder),
        details);
  }
}
