package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.openstack.Conversation;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One step's work on the resources of a deployment in its cloud.
 *
 * @param activity the step, as an error names it
 * @param progress told of each resource that is done
 */
record CloudWork(
    Deployment deployment,
    Bodies bodies,
    ResourceStore store,
    DeploymentEvents events,
    UUID process,
    String activity,
    Runnable progress) {

  /** How often a request is sent whose answer is lost, each time after a look. */
  static final int TRIES = 3;

  Conversation conversation() {
    return new Conversation(deployment.cloudRegion());
  }

  void there(Resource resource, String openstackId, @Nullable String address) {
    store.present(resource, openstackId, address);
    progress.run();
  }

  void there(Resource resource, JsonNode found) {
    String address = found.path("fixed_ips").path(0).path("ip_address").asText(null);
    there(resource, found.path("id").asText(), address);
  }

  /** An answer was lost, and the cloud has it: that is ours by its mark. */
  void adopted(Resource resource, JsonNode found) {
    there(resource, found);
    happened(
        resource,
        "adopted",
        "%s was found in the cloud by its mark after an answer was lost",
        found.path("id").asText());
  }

  void gone(Resource resource) {
    store.gone(List.of(resource));
    progress.run();
  }

  /**
   * Writes an event about one thing in the cloud.
   *
   * @param words with one place, for the resource and its id
   */
  void happened(Resource resource, String type, String words, String openstackId) {
    String what = "%s %s (%s)".formatted(resource.kind().key(), resource.name(), openstackId);
    events.happened(
        deployment.id(),
        process,
        type,
        words.formatted(what),
        Map.of(
            "kind", resource.kind().key(), "name", resource.name(), "openstack_id", openstackId));
  }

  /** The cloud's id of a resource that is not gone; null where none is known. */
  @Nullable String idOrNull(ResourceKind kind, String name) {
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

  /** Every id that a kind of resource of this deployment ever had. */
  List<String> everyIdOf(ResourceKind kind) {
    return store.of(deployment.id(), kind, ResourceState.values()).stream()
        .map(Resource::openstackId)
        .filter(id -> id != null)
        .map(String::valueOf)
        .toList();
  }
}
