package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.http.Call;
import dev.caravan.sandbox.openstack.Routes.Found;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Glance's API, version 2: images. */
final class Glance implements Service {

  static final String PREFIX = "/image";
  private static final Set<String> NO_FILTERS =
      Set.of("limit", "marker", "sort_key", "sort_dir", "sort");

  private final Authentication authentication;
  private final Images images;
  private final String url;
  private final Routes routes = new Routes();

  Glance(Authentication authentication, Images images, String base, Clock clock) {
    this.authentication = authentication;
    this.images = images;
    url = base + PREFIX;
    routes.on("GET", "/v2/images", this::list).on("GET", "/v2/images/{id}", this::show);
    new ImageRequests(images, clock).addTo(routes);
  }

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public Answer answer(Call call, String path) {
    if (path.isEmpty() || path.equals("/")) {
      return Answer.json(300, versions());
    }
    Session session = authentication.session(call);
    Found found = routes.find(call.method(), path).orElseThrow(() -> refused(""));
    return found.handler().apply(new Request(call, found.names(), session, body(call, path)));
  }

  /** What is sent to be the data of an image is no JSON. */
  private static JsonNode body(Call call, String path) {
    try {
      return path.endsWith("/file") ? Json.object() : call.json();
    } catch (Call.NoJson e) {
      throw new Refused(Plain.of(400, "Bad Request", "JSON decode error"));
    }
  }

  @Override
  public Answer failure(Call call, int status) {
    return status == 401
        ? authentication.refusal(Plain.unauthorized())
        : Plain.of(status, "Error", "An error by request of a test.");
  }

  private Answer list(Request request) {
    int limit = request.query().last("limit").map(Integer::parseInt).orElse(25);
    List<ObjectNode> found =
        images.all().stream()
            .filter(image -> Images.isListed(image, request.session()))
            .filter(image -> matches(image, request))
            .toList();
    int start =
        request
            .query()
            .last("marker")
            .map(marker -> found.stream().map(Images::id).toList().indexOf(marker) + 1)
            .orElse(0);
    ArrayNode page = Json.array(found.stream().skip(start).limit(limit).toList());
    ObjectNode body =
        Json.object("images", page, "first", first(request), "schema", "/v2/schemas/images");
    if (start + page.size() < found.size()) {
      String marker = page.path(page.size() - 1).path("id").asText();
      body.put("next", "/v2/images?limit=" + limit + "&marker=" + marker);
    }
    return Answer.json(200, body);
  }

  private static String first(Request request) {
    String query = request.call().queryText();
    return query.isEmpty() ? "/v2/images" : "/v2/images?" + query;
  }

  private static boolean matches(ObjectNode image, Request request) {
    if (image.path("os_hidden").asBoolean() && request.query().last("os_hidden").isEmpty()) {
      return false;
    }
    for (Map.Entry<String, List<String>> filter : request.query().parameters().entrySet()) {
      if (!NO_FILTERS.contains(filter.getKey())
          && !filter.getValue().contains(image.path(filter.getKey()).asText())) {
        return false;
      }
    }
    return true;
  }

  private Answer show(Request request) {
    return images
        .find(request.id())
        .filter(image -> Images.isVisible(image, request.session()))
        .map(image -> Answer.json(200, image))
        .orElseThrow(() -> refused("No image found with ID " + request.id()));
  }

  private static Refused refused(String message) {
    return new Refused(message.isEmpty() ? Plain.notFound() : Plain.of(404, "Not Found", message));
  }

  private ObjectNode versions() {
    ArrayNode versions = Json.array();
    for (int minor = 15; minor >= 0; minor--) {
      versions.add(
          Json.object(
              "id",
              "v2." + minor,
              "status",
              minor == 15 ? "CURRENT" : "SUPPORTED",
              "links",
              Json.array(Json.object("rel", "self", "href", url + "/v2/"))));
    }
    return Json.object("versions", versions);
  }
}
