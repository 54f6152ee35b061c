package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.http.Call;
import dev.caravan.sandbox.openstack.Routes.Found;
import java.time.Clock;

/** Nova's API, versions 2.1 to 2.93. */
final class Nova implements Service {

  static final String PREFIX = "/compute";

  private final Authentication authentication;
  private final NovaWorld world;
  private final NovaLinks links;
  private final Routes routes = new Routes();

  Nova(Authentication authentication, NovaWorld world, NovaLinks links, String base, Clock clock) {
    this.authentication = authentication;
    this.world = world;
    this.links = links;
    new Servers(world, links, new ServerPages(base), clock).addTo(routes);
    new ServerTags(world.servers(), links).addTo(routes);
    new ServerMetadata(world.servers()).addTo(routes);
    new Flavors(links).addTo(routes);
    world.keyPairs().addTo(routes);
    world.groups().addTo(routes);
    routes
        .on("GET", "/v2.1/limits", this::limits)
        .on("GET", "/v2.1/os-availability-zone", request -> zones())
        .on("GET", "/v2.1/os-services", this::services);
  }

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public Answer answer(Call call, String path) {
    switch (path.replaceAll("/$", "")) {
      case "" -> {
        return Answer.json(200, Json.object("versions", Json.array(version())));
      }
      case "/v2.1" -> {
        return Answer.json(200, Json.object("version", version()));
      }
      default -> {
        Session session = authentication.sessionOrError(call);
        Microversion version = Microversion.of(call);
        return version.label(worked(call, path, session));
      }
    }
  }

  private Answer worked(Call call, String path, Session session) {
    try {
      Found found =
          routes.find(call.method(), path).orElseThrow(() -> new Refused(Plain.notFound()));
      return found.handler().apply(new Request(call, found.names(), session, body(call)));
    } catch (Refused refused) {
      return refused.answer();
    }
  }

  private static JsonNode body(Call call) {
    try {
      return call.json();
    } catch (Call.NoJson e) {
      throw NovaErrors.badRequest("Malformed request body");
    }
  }

  @Override
  public Answer failure(Call call, int status) {
    return status == 401
        ? authentication.refusal(Authentication.unauthorized())
        : NovaErrors.failure(status);
  }

  private Answer limits(Request request) {
    int groups = world.groups().count(request.session());
    return Answer.json(200, world.quotas().limits(request.session(), groups));
  }

  private static Answer zones() {
    ObjectNode zone = Json.object("zoneName", "nova", "hosts", null);
    zone.set("zoneState", Json.object("available", true));
    return Answer.json(200, Json.object("availabilityZoneInfo", Json.array(zone)));
  }

  private Answer services(Request request) {
    if (!request.session().admin()) {
      throw NovaErrors.forbidden(
          "Policy doesn't allow os_compute_api:os-services:list to be performed.");
    }
    return Answer.json(200, Json.object("services", Json.array()));
  }

  private ObjectNode version() {
    return Json.object(
        "id",
        "v2.1",
        "status",
        "CURRENT",
        "version",
        "2." + Microversion.NEWEST,
        "min_version",
        "2.1",
        "updated",
        "2013-07-23T11:33:21Z",
        "links",
        Json.array(Json.object("rel", "self", "href", links.url() + "/v2.1/")));
  }
}
