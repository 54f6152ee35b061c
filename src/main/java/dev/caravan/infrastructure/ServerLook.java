package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.openstack.Conversation;
import dev.caravan.openstack.OpenStackAnswer;
import dev.caravan.openstack.OpenStackRequest;
import dev.caravan.openstack.OpenStackService;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A fresh look at servers of one cloud: a list, and then a question about those that it lacks. A
 * server counts as gone only when the cloud, asked for that server, does not know it.
 */
final class ServerLook {

  private static final int PAGE = 500;

  /** With more than these missing, a plain list of the project tells first which are left. */
  private static final int ASKED_SINGLY = 20;

  private final String cloud;
  private final Collection<Resource> expected;
  private final Map<String, Sighting> seen = new HashMap<>();
  private final Set<String> listed = new HashSet<>();
  private boolean faults;

  /**
   * At servers that were written down before the look begins.
   *
   * @param expected those of which something is to be known; those without an id are passed over
   */
  ServerLook(String cloud, Collection<Resource> expected) {
    this.cloud = cloud;
    this.expected = expected.stream().filter(each -> each.openstackId() != null).toList();
  }

  /** Asks of servers in ERROR why they are: lists don't say. */
  ServerLook withFaults() {
    faults = true;
    return this;
  }

  /**
   * The questions; nothing is asked when nothing is expected.
   *
   * @param tags that all servers carry
   * @param then what is done with what was seen
   */
  Conversation conversation(String tags, Consumer<ServerLook> then) {
    Conversation talk = new Conversation(cloud);
    if (!expected.isEmpty()) {
      page(talk, "/servers/detail", "tags=" + OpenStackRequest.encoded(tags), "", this::see);
      talk.afterwards(() -> listPlainly(talk));
      talk.afterwards(() -> askForMissing(talk));
      talk.afterwards(() -> askForFaults(talk));
    }
    talk.afterwards(() -> then.accept(this));
    return talk;
  }

  /** How a server is; empty when the cloud could not say. */
  Optional<Sighting> of(Resource server) {
    return Optional.ofNullable(seen.get(server.openstackId())).filter(Sighting::known);
  }

  /** How each of these is, as far as the cloud could say. */
  Map<Resource, Sighting> of(Collection<Resource> servers) {
    Map<Resource, Sighting> known = new LinkedHashMap<>();
    servers.forEach(server -> of(server).ifPresent(sighting -> known.put(server, sighting)));
    return known;
  }

  private void see(JsonNode server) {
    seen.put(server.path("id").asText(), Sighting.of(server));
  }

  private void page(
      Conversation talk, String path, String filter, String marker, Consumer<JsonNode> one) {
    String query =
        (filter.isEmpty() ? "" : filter + "&")
            + "limit="
            + PAGE
            + (marker.isEmpty() ? "" : "&marker=" + marker);
    talk.ask(
        OpenStackRequest.get(OpenStackService.COMPUTE, path, query),
        answer -> {
          if (!answer.ok()) {
            throw unanswered("Listing servers of " + cloud, answer);
          }
          String last = "";
          for (JsonNode server : answer.body().path("servers")) {
            last = server.path("id").asText();
            one.accept(server);
          }
          if (!answer.body().path("servers_links").isEmpty() && !last.isEmpty()) {
            page(talk, path, filter, last, one);
          }
        });
  }

  /** Many are gone at once, as a rule; or somebody took our tags away. */
  private void listPlainly(Conversation talk) {
    if (missing().size() > ASKED_SINGLY) {
      page(talk, "/servers", "", "", server -> listed.add(server.path("id").asText()));
    }
  }

  private void askForMissing(Conversation talk) {
    List<String> missing = missing();
    boolean plain = missing.size() > ASKED_SINGLY;
    for (String id : missing) {
      if (plain && !listed.contains(id)) {
        seen.put(id, Sighting.gone());
      } else {
        askFor(talk, id);
      }
    }
  }

  private List<String> missing() {
    return expected.stream()
        .map(Resource::requireOpenstackId)
        .filter(id -> !seen.containsKey(id))
        .toList();
  }

  private void askForFaults(Conversation talk) {
    if (faults) {
      expected.stream()
          .map(Resource::requireOpenstackId)
          .filter(id -> Optional.ofNullable(seen.get(id)).filter(this::unexplained).isPresent())
          .forEach(id -> askFor(talk, id));
    }
  }

  private boolean unexplained(Sighting sighting) {
    return sighting.is(Sighting.ERROR) && sighting.fault() == null;
  }

  private void askFor(Conversation talk, String id) {
    talk.ask(
        OpenStackRequest.get(OpenStackService.COMPUTE, "/servers/" + id, ""),
        answer -> {
          if (answer.notFound()) {
            seen.put(id, Sighting.gone());
          } else if (answer.ok()) {
            seen.put(id, Sighting.of(answer.body().path("server")));
          } else {
            throw unanswered("Asking %s for server %s".formatted(cloud, id), answer);
          }
        });
  }

  private static RetryableFailure unanswered(String what, OpenStackAnswer answer) {
    return RetryableFailure.integration(
        "%s was answered with %d: %s".formatted(what, answer.status(), answer.words()));
  }
}
