package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** The images, which are always the same. */
final class Images {

  private static final String TIME = "2024-01-01T00:00:00Z";

  private final List<ObjectNode> images =
      List.of(image("cirros", "cirros"), image("ubuntu-22.04", "ubuntu"));

  List<ObjectNode> all() {
    return images;
  }

  Optional<ObjectNode> find(String id) {
    return images.stream().filter(image -> id(image).equals(id)).findFirst();
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
