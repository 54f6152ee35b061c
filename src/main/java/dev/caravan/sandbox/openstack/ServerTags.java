package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.sandbox.http.Answer;

/** The tags of a server. */
final class ServerTags {

  private final ServerStore servers;
  private final NovaLinks links;

  ServerTags(ServerStore servers, NovaLinks links) {
    this.servers = servers;
    this.links = links;
  }

  void addTo(Routes routes) {
    String path = "/v2.1/servers/{id}/tags";
    routes
        .on("GET", path, request -> view(found(request)))
        .on("PUT", path, this::replace)
        .on("DELETE", path, this::removeAll)
        .on("GET", path + "/{tag}", this::show)
        .on("PUT", path + "/{tag}", this::add)
        .on("DELETE", path + "/{tag}", this::remove);
  }

  private Server found(Request request) {
    if (!Microversion.of(request.call()).atLeast(26)) {
      throw new Refused(Plain.notFound());
    }
    return servers.visible(request.id(), request.session());
  }

  private static Answer view(Server server) {
    return Answer.json(200, Json.object("tags", server.tags()));
  }

  private Answer replace(Request request) {
    Server server = found(request);
    JsonNode tags = request.body().path("tags");
    tags.forEach(ServerForm::checkTag);
    server.tags().clear();
    server.tags().addAll(Json.texts(tags));
    return view(server);
  }

  private Answer removeAll(Request request) {
    found(request).tags().clear();
    return Answer.empty(204);
  }

  private Answer show(Request request) {
    checkThere(found(request), request.name("tag"));
    return Answer.empty(204);
  }

  private Answer add(Request request) {
    Server server = found(request);
    String tag = request.name("tag");
    ServerForm.checkTag(TextNode.valueOf(tag));
    return server.tags().add(tag)
        ? Answer.empty(201).with("Location", links.self("servers", server.id() + "/tags/" + tag))
        : Answer.empty(204);
  }

  private Answer remove(Request request) {
    Server server = found(request);
    checkThere(server, request.name("tag"));
    server.tags().remove(request.name("tag"));
    return Answer.empty(204);
  }

  private static void checkThere(Server server, String tag) {
    if (!server.tags().contains(tag)) {
      throw NovaErrors.notFound("Server " + server.id() + " has no tag '" + tag + "'");
    }
  }
}
