package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;

/** Makes images, fills them, takes them out of use and away, as their owner may. */
final class ImageRequests {

  private static final Set<String> VISIBILITIES =
      Set.of("public", "community", "shared", "private");
  private static final Set<String> KEPT_BY_GLANCE =
      Set.of("status", "size", "virtual_size", "checksum", "created_at", "updated_at", "owner");

  private final Images images;
  private final Clock clock;

  ImageRequests(Images images, Clock clock) {
    this.images = images;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    String one = "/v2/images/{id}";
    routes
        .on("POST", "/v2/images", this::create)
        .on("PUT", one + "/file", this::upload)
        .on("POST", one + "/actions/deactivate", request -> become("deactivated", request))
        .on("POST", one + "/actions/reactivate", request -> become("active", request))
        .on("DELETE", one, this::delete);
  }

  private Answer create(Request request) {
    JsonNode given = request.body();
    for (String field : KEPT_BY_GLANCE) {
      if (given.has(field) && !request.session().admin()) {
        throw refused(403, "Forbidden", "Attribute '" + field + "' is read-only.");
      }
    }
    String visibility = given.path("visibility").asText("shared");
    if (!VISIBILITIES.contains(visibility)) {
      throw refused(400, "Bad Request", "Provided object does not match schema 'image'");
    }
    if (visibility.equals("public") && !request.session().admin()) {
      throw refused(403, "Forbidden", "You are not authorized to complete publicize_image action.");
    }
    if (images.find(given.path("id").asText("")).isPresent()) {
      throw refused(409, "Conflict", "Image ID " + given.path("id").asText() + " already exists!");
    }
    return Answer.json(201, images.queue(given, request.session(), clock.instant()));
  }

  private Answer upload(Request request) {
    ObjectNode image = mine(request);
    if (!image.path("status").asText().equals("queued")) {
      throw refused(
          409,
          "Conflict",
          "Image status transition from %s to saving is not allowed"
              .formatted(image.path("status").asText()));
    }
    int bytes = request.call().body().getBytes(StandardCharsets.UTF_8).length;
    image.put("status", "active").put("size", bytes).put("virtual_size", bytes);
    return Answer.empty(204);
  }

  private Answer become(String status, Request request) {
    ObjectNode image = mine(request);
    if (!request.session().admin()) {
      throw refused(403, "Forbidden", "You are not authorized to complete deactivate action.");
    }
    if (image.path("status").asText().equals("queued")) {
      throw refused(403, "Forbidden", "Image status transition from queued is not allowed");
    }
    image.put("status", status);
    return Answer.empty(204);
  }

  private Answer delete(Request request) {
    images.remove(mine(request));
    return Answer.empty(204);
  }

  private ObjectNode mine(Request request) {
    ObjectNode image =
        images
            .find(request.id())
            .filter(each -> Images.isVisible(each, request.session()))
            .orElseThrow(() -> refused(404, "Not Found", "No image found with ID " + request.id()));
    if (!request.session().admin() && !request.session().owns(image.path("owner").asText())) {
      throw refused(403, "Forbidden", "You are not authorized to complete this action.");
    }
    return image;
  }

  private static Refused refused(int status, String title, String message) {
    return new Refused(Plain.of(status, title, message));
  }
}
