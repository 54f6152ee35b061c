package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Groups of servers that are to share a host, or not to. */
final class ServerGroups {

  private static final Set<String> POLICIES =
      Set.of("affinity", "anti-affinity", "soft-affinity", "soft-anti-affinity");

  /** Nova's max_limit. */
  private static final int MOST = 1000;

  private final ServerStore servers;
  private final Map<String, ObjectNode> groups = new LinkedHashMap<>();

  ServerGroups(ServerStore servers) {
    this.servers = servers;
  }

  void addTo(Routes routes) {
    routes
        .on("GET", "/v2.1/os-server-groups", this::list)
        .on("POST", "/v2.1/os-server-groups", this::create)
        .on("GET", "/v2.1/os-server-groups/{id}", this::show)
        .on("DELETE", "/v2.1/os-server-groups/{id}", this::delete);
  }

  void startAfresh() {
    groups.clear();
  }

  List<ObjectNode> all() {
    return List.copyOf(groups.values());
  }

  void restore(ObjectNode group) {
    groups.put(group.path("id").asText(), group);
  }

  Optional<ObjectNode> find(String id, Session session) {
    return Optional.ofNullable(groups.get(id))
        .filter(group -> session.owns(group.path("project_id").asText()));
  }

  int count(Session session) {
    String mine = session.project().id();
    return (int)
        groups.values().stream()
            .filter(group -> group.path("project_id").asText().equals(mine))
            .count();
  }

  /** Whether its members must be on hosts of their own. */
  boolean apart(String id) {
    ObjectNode group = groups.get(id);
    return group != null && group.path("policy").asText().equals("anti-affinity");
  }

  private ObjectNode view(ObjectNode group, Microversion version) {
    ObjectNode view = group.deepCopy();
    view.set("members", Json.array(members(group.path("id").asText())));
    if (!version.atLeast(64)) {
      view.set("policies", Json.array(view.path("policy").asText()));
      view.set("metadata", Json.object());
      view.remove(List.of("policy", "rules"));
    }
    return view;
  }

  private List<String> members(String id) {
    return servers.all().stream()
        .filter(server -> server.spec().group().filter(id::equals).isPresent())
        .map(Server::id)
        .toList();
  }

  private Answer list(Request request) {
    Microversion version = Microversion.of(request.call());
    return Answer.json(
        200,
        Json.object(
            "server_groups",
            groups.values().stream()
                .filter(group -> request.session().owns(group.path("project_id").asText()))
                .skip(number(request, "offset", 0))
                .limit(number(request, "limit", MOST))
                .map(group -> view(group, version))
                .toList()));
  }

  private static int number(Request request, String name, int otherwise) {
    String given = request.query().parameters().getOrDefault(name, List.of("")).get(0);
    return given.matches("\\d{1,6}") ? Math.min(MOST, Integer.parseInt(given)) : otherwise;
  }

  private Answer create(Request request) {
    Microversion version = Microversion.of(request.call());
    JsonNode given = request.body().path("server_group");
    JsonNode policy = version.atLeast(64) ? given.path("policy") : given.path("policies").path(0);
    if (!given.path("name").isTextual()) {
      throw NovaErrors.invalid("server_group", given, "'name' is a required property");
    }
    if (!policy.isTextual()) {
      throw NovaErrors.invalid("server_group", given, "'policy' is a required property");
    }
    if (!POLICIES.contains(policy.asText())) {
      throw NovaErrors.invalid(
          "policy",
          policy,
          "'"
              + policy.asText()
              + "' is not one of ['anti-affinity', 'affinity', 'soft-anti-affinity',"
              + " 'soft-affinity']");
    }
    ObjectNode group =
        Json.object(
            "id", UUID.randomUUID(),
            "name", given.path("name"),
            "policy", policy,
            "rules", given.has("rules") ? given.path("rules") : Json.object(),
            "members", Json.array(),
            "project_id", request.session().project().id(),
            "user_id", request.session().user().id());
    groups.put(group.path("id").asText(), group);
    return Answer.json(200, Json.object("server_group", view(group, version)));
  }

  private ObjectNode found(Request request) {
    return find(request.id(), request.session())
        .orElseThrow(
            () -> NovaErrors.notFound("Instance group " + request.id() + " could not be found."));
  }

  private Answer show(Request request) {
    return Answer.json(
        200, Json.object("server_group", view(found(request), Microversion.of(request.call()))));
  }

  private Answer delete(Request request) {
    found(request);
    groups.remove(request.id());
    return Answer.empty(204);
  }
}
