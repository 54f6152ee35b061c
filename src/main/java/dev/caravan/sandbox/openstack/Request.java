package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.http.Call;
import dev.caravan.sandbox.http.Query;
import java.util.Map;

/**
 * A request of somebody who logged in.
 *
 * @param names the parts of the path that vary, by the name that the route gives them
 * @param body an empty object if there is none
 */
record Request(Call call, Map<String, String> names, Session session, JsonNode body) {

  String name(String part) {
    return String.valueOf(names.get(part));
  }

  String id() {
    return name("id");
  }

  Query query() {
    return call.query();
  }

  /** The path with its query. */
  String target() {
    return call.path() + (call.queryText().isEmpty() ? "" : "?" + call.queryText());
  }
}
