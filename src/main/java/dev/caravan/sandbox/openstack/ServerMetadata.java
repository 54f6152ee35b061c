package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.http.Answer;

/** The metadata of a server: texts by name. */
final class ServerMetadata {

  private final ServerStore servers;

  ServerMetadata(ServerStore servers) {
    this.servers = servers;
  }

  void addTo(Routes routes) {
    String path = "/v2.1/servers/{id}/metadata";
    routes
        .on("GET", path, request -> view(found(request)))
        .on("POST", path, request -> merge(request, false))
        .on("PUT", path, request -> merge(request, true))
        .on("GET", path + "/{key}", request -> one(found(request), request.name("key")))
        .on("PUT", path + "/{key}", this::set)
        .on("DELETE", path + "/{key}", this::remove);
  }

  private Server found(Request request) {
    return servers.visible(request.id(), request.session());
  }

  private static Answer view(Server server) {
    return Answer.json(200, Json.object("metadata", server.metadata()));
  }

  private static Answer one(Server server, String key) {
    checkThere(server, key);
    return Answer.json(200, Json.object("meta", Json.object(key, server.metadata().get(key))));
  }

  private static void checkThere(Server server, String key) {
    if (!server.metadata().containsKey(key)) {
      throw NovaErrors.notFound("Metadata item was not found");
    }
  }

  private Answer merge(Request request, boolean replaces) {
    Server server = found(request);
    JsonNode given = request.body().path("metadata");
    ServerForm.checkMetadata(given);
    if (replaces) {
      server.metadata().clear();
    }
    put(server, given);
    return view(server);
  }

  private static void put(Server server, JsonNode given) {
    given
        .properties()
        .forEach(each -> server.metadata().put(each.getKey(), each.getValue().asText()));
  }

  private Answer set(Request request) {
    Server server = found(request);
    JsonNode given = request.body().path("meta");
    ServerForm.checkMetadata(given);
    if (!given.has(request.name("key"))) {
      throw NovaErrors.badRequest("Request body and URI mismatch");
    }
    put(server, given);
    return one(server, request.name("key"));
  }

  private Answer remove(Request request) {
    Server server = found(request);
    checkThere(server, request.name("key"));
    server.metadata().remove(request.name("key"));
    return Answer.empty(204);
  }
}
