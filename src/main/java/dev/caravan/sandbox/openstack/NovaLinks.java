package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where Nova's things are, with the version and without. */
record NovaLinks(String url) {

  String self(String collection, String id) {
    return url + "/v2.1/" + collection + "/" + id;
  }

  ObjectNode bookmark(String collection, String id) {
    return Json.object("rel", "bookmark", "href", url + "/" + collection + "/" + id);
  }

  ArrayNode both(String collection, String id) {
    return Json.array(
        Json.object("rel", "self", "href", self(collection, id)), bookmark(collection, id));
  }
}
