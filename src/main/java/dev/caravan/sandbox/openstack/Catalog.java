package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where the services are, with and without versions just as real clouds say it. */
final class Catalog {

  private static final String REGION = "RegionOne";

  private final String base;

  Catalog(String base) {
    this.base = base;
  }

  ArrayNode asJson() {
    return Json.array(
        service("identity", "keystone", Keystone.PREFIX + "/v3"),
        service("compute", "nova", Nova.PREFIX + "/v2.1"),
        service("network", "neutron", Neutron.PREFIX),
        service("image", "glance", Glance.PREFIX));
  }

  private ObjectNode service(String type, String name, String path) {
    ArrayNode endpoints = Json.array();
    for (String face : new String[] {"public", "internal", "admin"}) {
      endpoints.add(
          Json.object(
              "id", Identity.hex(type + "/" + face),
              "interface", face,
              "region_id", REGION,
              "url", base + path,
              "region", REGION));
    }
    return Json.object(
        "endpoints", endpoints, "id", Identity.hex("service/" + type), "type", type, "name", name);
  }
}
