package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks up all that a request for a server names, and refuses what is not there. */
final class ServerRequests {

  private final Images images;
  private final KeyPairs keyPairs;
  private final ServerGroups groups;
  private final ServerNetworks networks;
  private final NeutronStore neutron;

  ServerRequests(
      Images images,
      KeyPairs keyPairs,
      ServerGroups groups,
      ServerNetworks networks,
      NeutronStore neutron) {
    this.images = images;
    this.keyPairs = keyPairs;
    this.groups = groups;
    this.networks = networks;
    this.neutron = neutron;
  }

  ServerSpec spec(Request request) {
    JsonNode server = request.body().path("server");
    Session session = request.session();
    Map<String, String> metadata = new LinkedHashMap<>();
    server
        .path("metadata")
        .properties()
        .forEach(each -> metadata.put(each.getKey(), each.getValue().asText()));
    checkZone(server.path("availability_zone").asText("nova"));
    ObjectNode image = image(server.path("imageRef").asText(), session);
    Flavor flavor = flavor(server.path("flavorRef").asText());
    ImageChecks.require(image, flavor);
    List<ObjectNode> security = securityGroups(server.path("security_groups"), session);
    return new ServerSpec(
        session,
        server.path("name").asText(),
        Images.id(image),
        flavor,
        metadata,
        Json.texts(server.path("tags")),
        keyName(server.path("key_name"), session),
        Optional.of(server.path("description").asText()).filter(text -> !text.isEmpty()),
        server.path("config_drive").asBoolean(),
        networks.resolved(server.path("networks"), session),
        security.stream().map(group -> group.path("id").asText()).toList(),
        security.isEmpty()
            ? List.of("default")
            : security.stream().map(group -> group.path("name").asText()).toList(),
        group(request.body(), session));
  }

  /** A port that a server is to have besides those that it was made with. */
  ObjectNode freePort(String id, Session session) {
    return networks.freePort(id, session);
  }

  private static void checkZone(String zone) {
    if (!zone.equals("nova")) {
      throw NovaErrors.badRequest("The requested availability zone is not available");
    }
  }

  private ObjectNode image(String id, Session session) {
    if (id.isEmpty()) {
      throw NovaErrors.badRequest("Missing imageRef attribute");
    }
    return images
        .find(id)
        .filter(image -> Images.isVisible(image, session))
        .orElseThrow(() -> NovaErrors.badRequest("Can not find requested image"));
  }

  private static Flavor flavor(String reference) {
    String id = reference.replaceAll(".*/", "");
    return Flavors.find(id)
        .orElseThrow(() -> NovaErrors.badRequest("Flavor " + id + " could not be found."));
  }

  private Optional<String> keyName(JsonNode name, Session session) {
    if (!Json.given(name)) {
      return Optional.empty();
    }
    if (!keyPairs.has(session, name.asText())) {
      throw NovaErrors.badRequest("Invalid key_name provided.");
    }
    return Optional.of(name.asText());
  }

  private List<ObjectNode> securityGroups(JsonNode named, Session session) {
    List<ObjectNode> found = new ArrayList<>();
    for (JsonNode each : named) {
      found.add(securityGroup(each.path("name").asText(), session));
    }
    return found;
  }

  private ObjectNode securityGroup(String name, Session session) {
    List<ObjectNode> matching =
        neutron
            .where(Kind.SECURITY_GROUP, "project_id", session.project().id())
            .filter(
                group ->
                    Stream.of("id", "name").anyMatch(key -> group.path(key).asText().equals(name)))
            .toList();
    if (matching.size() > 1) {
      throw NovaErrors.conflict(
          "Multiple security_group matches found for name '"
              + name
              + "', use an ID to be more specific.");
    }
    if (matching.isEmpty()) {
      throw NovaErrors.badRequest("Unable to find security_group with name or id '" + name + "'");
    }
    return matching.get(0);
  }

  private Optional<String> group(JsonNode body, Session session) {
    JsonNode hints =
        body.has("os:scheduler_hints")
            ? body.path("os:scheduler_hints")
            : body.path("OS-SCH-HNT:scheduler_hints");
    if (!hints.has("group")) {
      return Optional.empty();
    }
    String id = hints.path("group").asText();
    if (groups.find(id, session).isEmpty()) {
      throw NovaErrors.badRequest("Instance group " + id + " could not be found.");
    }
    return Optional.of(id);
  }

  /** The answer to a request for servers: just what a client needs to find the first. */
  static Answer accepted(Server first, NovaLinks links) {
    ObjectNode server =
        Json.object(
            "id",
            first.id(),
            "links",
            links.both("servers", first.id()),
            "OS-DCF:diskConfig",
            "MANUAL",
            "security_groups",
            first.spec().groupNames().stream().map(name -> Json.object("name", name)).toList(),
            "adminPass",
            first.id().replace("-", "").substring(0, 12));
    return Answer.json(202, Json.object("server", server))
        .with("Location", links.self("servers", first.id()));
  }
}
