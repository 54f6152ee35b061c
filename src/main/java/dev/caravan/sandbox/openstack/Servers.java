package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Servers as clients ask for them, find them and let them go. */
final class Servers {

  private final NovaWorld world;
  private final NovaLinks links;
  private final ServerPages pages;
  private final Clock clock;

  Servers(NovaWorld world, NovaLinks links, ServerPages pages, Clock clock) {
    this.world = world;
    this.links = links;
    this.pages = pages;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    String one = "/v2.1/servers/{id}";
    routes
        .on("GET", "/v2.1/servers", request -> list(request, false))
        .on("GET", "/v2.1/servers/detail", request -> list(request, true))
        .on("POST", "/v2.1/servers", this::create)
        .on("GET", one, this::show)
        .on("PUT", one, this::rename)
        .on("DELETE", one, this::delete)
        .on("POST", one + "/action", this::act)
        .on("GET", one + "/os-interface", this::interfaces)
        .on("POST", one + "/os-interface", this::attach);
  }

  private Server found(Request request) {
    return world.servers().visible(request.id(), request.session());
  }

  private Answer list(Request request, boolean detailed) {
    Microversion version = Microversion.of(request.call());
    List<Server> found = world.lists().matching(request);
    return Answer.json(
        200,
        pages.page(
            request,
            found,
            server ->
                detailed ? world.view().listed(server, version) : world.view().brief(server)));
  }

  private Answer show(Request request) {
    return Answer.json(
        200,
        Json.object("server", world.view().whole(found(request), Microversion.of(request.call()))));
  }

  private Answer create(Request request) {
    JsonNode asked = request.body().path("server");
    ServerForm.check(asked, Microversion.of(request.call()));
    ServerSpec spec = world.requests().spec(request);
    int min = asked.path("min_count").asInt(1);
    int max = asked.path("max_count").asInt(min);
    checkMany(spec, min, max);
    List<Server> made = build(spec, world.quotas().allowed(spec, min, max), max > 1);
    return asked.path("return_reservation_id").asBoolean()
        ? Answer.json(202, Json.object("reservation_id", made.get(0).reservation()))
        : ServerRequests.accepted(made.get(0), links);
  }

  private static void checkMany(ServerSpec spec, int min, int max) {
    if (min > max) {
      throw NovaErrors.badRequest("min_count must be <= max_count");
    }
    if (max > 1 && spec.networks().stream().anyMatch(each -> each.has("port"))) {
      throw NovaErrors.badRequest(
          "Failed to launch instances: Unable to launch multiple instances with a single configured port ID. Please launch your"
              + " instance one by one with different ports.");
    }
    if (max > 1 && spec.networks().stream().anyMatch(each -> each.has("fixed_ip"))) {
      throw NovaErrors.badRequest(
          "Failed to launch instances: max_count cannot be greater than 1 if an fixed_ip is"
              + " specified.");
    }
  }

  private List<Server> build(ServerSpec spec, int count, boolean numbered) {
    String reservation = "r-" + UUID.randomUUID().toString().substring(0, 8);
    List<Server> made = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      ServerSpec named = numbered ? spec.named(spec.name() + "-" + i) : spec;
      Server server = new Server(named, reservation, clock.instant());
      world.life().build(server);
      made.add(server);
    }
    return made;
  }

  private Answer rename(Request request) {
    Server server = found(request);
    JsonNode name = request.body().path("server").path("name");
    if (name.isTextual()) {
      server.rename(name.asText());
    }
    return show(request);
  }

  private Answer delete(Request request) {
    world.life().delete(found(request));
    return Answer.empty(204);
  }

  private Answer act(Request request) {
    Server server = found(request);
    ObjectNode body = (ObjectNode) request.body();
    String action = body.isEmpty() ? "" : body.fieldNames().next();
    switch (action) {
      case "os-stop" -> world.life().stop(server);
      case "os-start" -> world.life().start(server);
      case "reboot" -> world.life().reboot(server);
      default -> throw NovaErrors.badRequest("There is no such action: " + action);
    }
    return Answer.empty(202);
  }

  private Answer interfaces(Request request) {
    List<ObjectNode> attached =
        world.ports().of(found(request)).stream().map(Servers::attachment).toList();
    return Answer.json(200, Json.object("interfaceAttachments", attached));
  }

  private Answer attach(Request request) {
    Server server = found(request);
    String port = request.body().path("interfaceAttachment").path("port_id").asText();
    ObjectNode taken = world.requests().freePort(port, request.session());
    world.ports().take(taken, server);
    return Answer.json(200, Json.object("interfaceAttachment", attachment(taken)));
  }

  private static ObjectNode attachment(ObjectNode port) {
    return Json.object(
        "net_id", port.path("network_id"),
        "port_id", port.path("id"),
        "mac_addr", port.path("mac_address"),
        "port_state", port.path("status"),
        "fixed_ips", port.path("fixed_ips"));
  }
}
