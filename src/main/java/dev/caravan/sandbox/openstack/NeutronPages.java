package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Query;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cuts a list into pages, with links to the next and the previous, where a limit is asked for. */
final class NeutronPages {

  private final String base;

  NeutronPages(String base) {
    this.base = base;
  }

  ObjectNode page(Kind kind, Request request, List<ObjectNode> found) {
    Optional<Integer> limit = request.query().last("limit").map(NeutronPages::number);
    if (limit.isEmpty() || limit.get() == 0) {
      return Json.object(kind.plural(), Json.array(found));
    }
    request
        .query()
        .last("marker")
        .filter(marker -> found.stream().noneMatch(object -> id(object).equals(marker)))
        .ifPresent(
            marker -> {
              throw kind.notFound(marker);
            });
    List<ObjectNode> page = page(request.query(), found, limit.get());
    ObjectNode body = Json.object(kind.plural(), Json.array(page));
    if (!page.isEmpty()) {
      body.set(kind.plural() + "_links", links(request, page, limit.get()));
    }
    return body;
  }

  private static int number(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw NeutronErrors.refused(
          400,
          "BadRequest",
          "Bad limit request: Limit must be an integer 0 or greater and not '" + text + "'.");
    }
    return Integer.parseInt(text);
  }

  private static boolean backwards(Query query) {
    return query.last("page_reverse").filter(text -> text.equalsIgnoreCase("true")).isPresent();
  }

  private static List<ObjectNode> page(Query query, List<ObjectNode> found, int limit) {
    List<String> ids = found.stream().map(NeutronPages::id).toList();
    Optional<Integer> marker = query.last("marker").map(ids::indexOf);
    if (backwards(query)) {
      int end = marker.orElse(found.size());
      return found.subList(Math.max(0, end - limit), Math.max(0, end));
    }
    int start = marker.orElse(-1) + 1;
    return found.subList(start, Math.min(found.size(), start + limit));
  }

  private ArrayNode links(Request request, List<ObjectNode> page, int limit) {
    ArrayNode links = Json.array();
    boolean backwards = backwards(request.query());
    boolean full = page.size() >= limit;
    if (full || backwards) {
      links.add(link("next", request, id(page.get(page.size() - 1)), false));
    }
    if (full || !backwards) {
      links.add(link("previous", request, id(page.get(0)), true));
    }
    return links;
  }

  private static String id(ObjectNode object) {
    return object.path("id").asText();
  }

  private ObjectNode link(String rel, Request request, String marker, boolean backwards) {
    List<String> pairs = new ArrayList<>();
    for (Map.Entry<String, List<String>> each : request.query().parameters().entrySet()) {
      if (!each.getKey().equals("marker") && !each.getKey().equals("page_reverse")) {
        each.getValue().forEach(value -> pairs.add(encode(each.getKey()) + "=" + encode(value)));
      }
    }
    pairs.add("marker=" + marker);
    if (backwards) {
      pairs.add("page_reverse=True");
    }
    String href = base + request.call().path() + "?" + String.join("&", pairs);
    return Json.object("rel", rel, "href", href);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
