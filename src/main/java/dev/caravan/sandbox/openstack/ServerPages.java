package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Cuts a list of servers into pages; a page that is full links to a next one. */
final class ServerPages {

  private static final int MOST = 1000;

  private final String base;

  ServerPages(String base) {
    this.base = base;
  }

  ObjectNode page(Request request, List<Server> found, Function<Server, ObjectNode> view) {
    int limit = Math.min(MOST, request.query().last("limit").map(ServerPages::number).orElse(MOST));
    List<Server> page =
        found.stream().skip(start(request.query().last("marker"), found)).limit(limit).toList();
    ObjectNode body = Json.object("servers", page.stream().map(view).toList());
    if (limit > 0 && page.size() == limit) {
      String next = next(request, page.get(page.size() - 1).id());
      body.set("servers_links", Json.array(Json.object("rel", "next", "href", next)));
    }
    return body;
  }

  private static int number(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw NovaErrors.invalidQuery("limit", text, "does not match '^[0-9]*$'");
    }
    return Integer.parseInt(text);
  }

  private static int start(Optional<String> marker, List<Server> found) {
    if (marker.isEmpty()) {
      return 0;
    }
    int index = found.stream().map(Server::id).toList().indexOf(marker.get());
    if (index < 0) {
      throw NovaErrors.badRequest("marker [" + marker.get() + "] not found");
    }
    return index + 1;
  }

  private String next(Request request, String marker) {
    List<String> pairs = new ArrayList<>();
    for (Map.Entry<String, List<String>> each : request.query().parameters().entrySet()) {
      if (!each.getKey().equals("marker")) {
        each.getValue().forEach(value -> pairs.add(encode(each.getKey()) + "=" + encode(value)));
      }
    }
    pairs.add("marker=" + marker);
    return base + request.call().path() + "?" + String.join("&", pairs);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
