package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.openstack.Conversation;
import dev.caravan.openstack.OpenStackAnswer;
import dev.caravan.openstack.OpenStackRequest;
import dev.caravan.openstack.OpenStackService;
import dev.caravan.workflow.Messages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the servers of one cloud: one list serves every deployment that waits there, however
 * many. Says what it saw, and tells those that need wait no longer.
 */
final class Watching {

  /** The message that every server of an operation is built, or failed. */
  static final String SETTLED = "servers-settled";

  /** The message that every server that was to go is gone. */
  static final String GONE = "servers-gone";

  private static final int PAGE = 500;

  private final String cloud;
  private final List<Deployment> waiting;
  private final ResourceStore store;
  private final Messages messages;
  private final Map<String, JsonNode> listed = new HashMap<>();

  Watching(String cloud, List<Deployment> waiting, ResourceStore store, Messages messages) {
    this.cloud = cloud;
    this.waiting = waiting;
    this.store = store;
    this.messages = messages;
  }

  Conversation conversation() {
    Conversation talk = new Conversation(cloud);
    page(talk, "");
    return talk;
  }

  private void page(Conversation talk, String marker) {
    String query = "tags=caravan&limit=" + PAGE + (marker.isEmpty() ? "" : "&marker=" + marker);
    talk.ask(
        OpenStackRequest.get(OpenStackService.COMPUTE, "/servers/detail", query),
        answer -> took(talk, answer));
  }

  private void took(Conversation talk, OpenStackAnswer answer) {
    if (!answer.ok()) {
      throw RetryableFailure.integration(
          "Listing servers of %s answered %d: %s"
              .formatted(cloud, answer.status(), answer.words()));
    }
    String last = "";
    for (JsonNode server : answer.body().path("servers")) {
      last = server.path("id").asText();
      listed.put(last, server);
    }
    if (answer.body().path("servers_links").isEmpty() || last.isEmpty()) {
      Map<UUID, List<Resource>> servers =
          store.servers(waiting.stream().map(Deployment::id).toList());
      waiting.forEach(each -> tell(each, servers.getOrDefault(each.id(), List.of())));
    } else {
      page(talk, last);
    }
  }

  private void tell(Deployment deployment, List<Resource> servers) {
    UUID process = deployment.processId();
    if (process == null) {
      return;
    }
    boolean building = false;
    boolean going = false;
    for (Resource server : servers) {
      JsonNode seen = listed.get(server.openstackId());
      if (server.state() == ResourceState.REMOVING) {
        going |= !goneFromList(server, seen);
      } else if (server.process().equals(process)) {
        building |= !settled(server, seen);
      }
    }
    if (!building) {
      messages.deliver(process, SETTLED);
    }
    if (!going) {
      messages.deliver(process, GONE);
    }
  }

  private boolean goneFromList(Resource server, @Nullable JsonNode seen) {
    if (seen == null) {
      store.gone(List.of(server));
    }
    return seen == null;
  }

  private boolean settled(Resource server, @Nullable JsonNode seen) {
    if (seen == null) {
      return false;
    }
    String status = seen.path("status").asText();
    if (!Objects.equals(status, server.status())) {
      store.seen(server, status, null, seen.path("fault").path("message").asText(null));
    }
    return status.equals("ACTIVE") || status.equals("ERROR");
  }
}
