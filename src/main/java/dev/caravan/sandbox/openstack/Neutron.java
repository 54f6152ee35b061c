package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.http.Call;
import dev.caravan.sandbox.openstack.Routes.Found;
import java.util.ArrayList;
import java.util.List;

/** Neutron's API, version 2.0. */
final class Neutron implements Service {

  static final String PREFIX = "/networking";

  private final Authentication authentication;
  private final NeutronWorld world;
  private final NeutronPages pages;
  private final String url;
  private final Routes routes = new Routes();

  Neutron(Authentication authentication, NeutronWorld world, String base) {
    this.authentication = authentication;
    this.world = world;
    pages = new NeutronPages(base);
    url = base + PREFIX;
    for (Kind kind : Kind.values()) {
      addRoutes(kind);
      world.tags().addTo(routes, kind);
    }
    String router = "/v2.0/routers/{id}/";
    routes
        .on("PUT", router + "add_router_interface", this::addInterface)
        .on("PUT", router + "remove_router_interface", this::removeInterface)
        .on("GET", "/v2.0/quotas/{id}/details", this::quotaDetails)
        .on("GET", "/v2.0/quotas/{id}", this::quotas);
  }

  private void addRoutes(Kind kind) {
    String list = "/v2.0/" + kind.path();
    routes
        .on("GET", list, request -> list(kind, request))
        .on("POST", list, request -> create(kind, request))
        .on("GET", list + "/{id}", request -> show(kind, request))
        .on("PUT", list + "/{id}", request -> update(kind, request))
        .on("DELETE", list + "/{id}", request -> delete(kind, request));
  }

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public Answer answer(Call call, String path) {
    if (path.isEmpty() || path.equals("/")) {
      return Answer.json(200, versions());
    }
    Session session = authentication.sessionOrError(call);
    Found found =
        routes
            .find(call.method(), path)
            .orElseThrow(
                () ->
                    NeutronErrors.refused(404, "HTTPNotFound", "The resource could not be found."));
    return found.handler().apply(new Request(call, found.names(), session, body(call)));
  }

  private static JsonNode body(Call call) {
    try {
      return call.json();
    } catch (Call.NoJson e) {
      throw NeutronErrors.refused(400, "HTTPBadRequest", "Body contains invalid data");
    }
  }

  @Override
  public Answer failure(Call call, int status) {
    return new NeutronFailures(authentication).of(call, status);
  }

  private Answer list(Kind kind, Request request) {
    List<ObjectNode> found =
        world.lists().matching(kind, request.session(), request.query()).stream()
            .map(object -> view(kind, object, request))
            .toList();
    return Answer.json(200, pages.page(kind, request, found));
  }

  private Answer show(Kind kind, Request request) {
    ObjectNode object = world.store().visible(kind, request.id(), request.session());
    return Answer.json(200, Json.object(kind.singular(), view(kind, object, request)));
  }

  /** A copy with just the attributes that are asked for. */
  private ObjectNode view(Kind kind, ObjectNode object, Request request) {
    ObjectNode view = object.deepCopy();
    if (kind == Kind.SECURITY_GROUP) {
      String id = object.path("id").asText();
      view.set(
          "security_group_rules",
          Json.array(
              world.store().where(Kind.SECURITY_GROUP_RULE, "security_group_id", id).toList()));
    }
    List<String> fields = request.query().parameters().getOrDefault("fields", List.of());
    return fields.isEmpty() ? view : view.retain(fields);
  }

  private Answer create(Kind kind, Request request) {
    JsonNode body = request.body();
    if (kind.bulk() && body.path(kind.plural()).isArray()) {
      List<JsonNode> given = new ArrayList<>();
      body.path(kind.plural()).forEach(given::add);
      List<ObjectNode> made =
          world.resources().create(kind, given, request.session()).stream()
              .map(object -> view(kind, object, request))
              .toList();
      return Answer.json(201, Json.object(kind.plural(), Json.array(made)));
    }
    if (body.path(kind.plural()).isArray()) {
      throw NeutronErrors.badRequest("Bulk operation not supported");
    }
    JsonNode given = one(kind, body);
    ObjectNode made = world.resources().create(kind, List.of(given), request.session()).get(0);
    return Answer.json(201, Json.object(kind.singular(), view(kind, made, request)));
  }

  private static JsonNode one(Kind kind, JsonNode body) {
    if (!body.path(kind.singular()).isObject()) {
      throw NeutronErrors.badRequest("Unable to find '" + kind.singular() + "' in request body");
    }
    return body.path(kind.singular());
  }

  private Answer update(Kind kind, Request request) {
    ObjectNode changed =
        world.resources().update(kind, request.id(), one(kind, request.body()), request.session());
    return Answer.json(200, Json.object(kind.singular(), view(kind, changed, request)));
  }

  private Answer delete(Kind kind, Request request) {
    world.resources().delete(kind, request.id(), request.session());
    return Answer.empty(204);
  }

  private Answer addInterface(Request request) {
    return Answer.json(
        200, world.interfaces().add(request.id(), request.body(), request.session()));
  }

  private Answer removeInterface(Request request) {
    return Answer.json(
        200, world.interfaces().remove(request.id(), request.body(), request.session()));
  }

  private Answer quotas(Request request) {
    return Answer.json(200, world.quotas().limits(mine(request)));
  }

  private Answer quotaDetails(Request request) {
    return Answer.json(200, world.quotas().details(mine(request)));
  }

  private static String mine(Request request) {
    if (!request.session().owns(request.id())) {
      throw NeutronErrors.refused(
          403, "PolicyNotAuthorized", "rule:get_quota is disallowed by policy");
    }
    return request.id();
  }

  private ObjectNode versions() {
    ObjectNode link = Json.object("rel", "self", "href", url + "/v2.0/");
    return Json.object(
        "versions",
        Json.array(Json.object("id", "v2.0", "status", "CURRENT", "links", Json.array(link))));
  }
}
