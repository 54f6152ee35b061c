package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The images: two that are always there, and those that a test makes. */
final class Images {

  private static final String TIME = "2024-01-01T00:00:00Z";

  private static final Comparator<ObjectNode> NEWEST_FIRST =
      Comparator.<ObjectNode, String>comparing(image -> image.path("created_at").asText())
          .reversed()
          .thenComparing(image -> image.path("name").asText());

  private final List<ObjectNode> images = new ArrayList<>();

  Images() {
    startAfresh();
  }

  void clear() {
    images.clear();
  }

  /** One of before; the newest are first again. */
  void restore(ObjectNode image) {
    images.add(image);
    images.sort(NEWEST_FIRST);
  }

  void startAfresh() {
    clear();
    images.add(image("cirros", "cirros"));
    images.add(image("ubuntu-22.04", "ubuntu"));
  }

  /** The newest first, as Glance lists them. */
  List<ObjectNode> all() {
    return images;
  }

  Optional<ObjectNode> find(String id) {
    return images.stream().filter(image -> id(image).equals(id)).findFirst();
  }

  /** One without data yet. */
  ObjectNode queue(JsonNode given, Session session, Instant now) {
    ObjectNode image = image(given.path("name").asText(""), "");
    image.remove("os_distro");
    image.put("status", "queued").put("visibility", "shared").putNull("size");
    image.putNull("virtual_size").putNull("checksum").putNull("os_hash_value");
    image.setAll((ObjectNode) given);
    String id = given.path("id").asText(UUID.randomUUID().toString());
    image.put("id", id).put("owner", session.project().id());
    image.put("self", "/v2/images/" + id).put("file", "/v2/images/" + id + "/file");
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    image.put("created_at", time).put("updated_at", time);
    images.add(0, image);
    return image;
  }

  void remove(ObjectNode image) {
    images.remove(image);
  }

  /** Whether somebody may see it, and make servers from it. */
  static boolean isVisible(ObjectNode image, Session session) {
    return isListed(image, session) || image.path("visibility").asText().equals("community");
  }

  /** Those that everybody may share are in nobody's list. */
  static boolean isListed(ObjectNode image, Session session) {
    return session.admin()
        || session.owns(image.path("owner").asText())
        || image.path("visibility").asText().equals("public");
  }

  static String id(ObjectNode image) {
    return image.path("id").asText();
  }

  private static ObjectNode image(String name, String distribution) {
    String id = Identity.uuid("image/" + name);
    ObjectNode image =
        Json.parse(
            """
            {"os_distro": "", "name": "", "disk_format": "raw", "container_format": "bare",
             "visibility": "public", "size": 4096, "virtual_size": 4096, "status": "active",
             "checksum": "620f0b67a91f7f74151bc5be745b7110", "protected": false, "min_ram": 0,
             "min_disk": 0, "owner": "", "os_hidden": false, "os_hash_algo": "sha512",
             "os_hash_value": "", "id": "", "created_at": "", "updated_at": "", "tags": [],
             "self": "", "file": "", "schema": "/v2/schemas/image"}
            """);
    image.put("os_distro", distribution).put("name", name).put("id", id);
    image.put("owner", Identity.hex("project/admin"));
    image.put("created_at", TIME).put("updated_at", TIME);
    image.put("self", "/v2/images/" + id).put("file", "/v2/images/" + id + "/file");
    return image;
  }
}
