package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Query;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds what a list asks for, by attributes and tags. */
final class NeutronLists {

  private static final Set<String> NO_FILTERS =
      Set.of("fields", "limit", "marker", "page_reverse", "sort_key", "sort_dir");

  private final NeutronStore store;

  NeutronLists(NeutronStore store) {
    this.store = store;
  }

  /** All that match, sorted if the request asks for an order or for pages. */
  List<ObjectNode> matching(Kind kind, Session session, Query query) {
    Predicate<ObjectNode> filter = filter(kind, query);
    Stream<ObjectNode> found =
        store.all(kind).stream().filter(object -> store.sees(session, kind, object)).filter(filter);
    return (sorted(query) ? found.sorted(order(query)) : found).toList();
  }

  private static boolean sorted(Query query) {
    return query.last("limit").isPresent() || query.last("sort_key").isPresent();
  }

  private static Comparator<ObjectNode> order(Query query) {
    String key = query.last("sort_key").orElse("id");
    Comparator<ObjectNode> order =
        Comparator.<ObjectNode, String>comparing(object -> object.path(key).asText())
            .thenComparing(object -> object.path("id").asText());
    return query.last("sort_dir").filter("desc"::equals).isPresent() ? order.reversed() : order;
  }

  private static Predicate<ObjectNode> filter(Kind kind, Query query) {
    Predicate<ObjectNode> filter = object -> true;
    for (Map.Entry<String, List<String>> parameter : query.parameters().entrySet()) {
      if (!NO_FILTERS.contains(parameter.getKey())) {
        filter = filter.and(filter(kind, parameter.getKey(), parameter.getValue()));
      }
    }
    return filter;
  }

  private static Predicate<ObjectNode> filter(Kind kind, String name, List<String> values) {
    if (name.equals("tags") || name.endsWith("tags") || name.endsWith("tags-any")) {
      return tags(name, List.of(String.join(",", values).split(",", -1)));
    }
    if (!kind.attributes().has(name)) {
      throw NeutronErrors.badRequest("['" + name + "'] is invalid attribute for filtering");
    }
    return name.equals("fixed_ips")
        ? object -> values.stream().allMatch(value -> hasAddress(object, value))
        : object -> values.stream().anyMatch(value -> is(object.path(name), value));
  }

  private static Predicate<ObjectNode> tags(String name, List<String> wanted) {
    Predicate<ObjectNode> filter =
        name.endsWith("-any")
            ? object -> wanted.stream().anyMatch(Json.texts(object.path("tags"))::contains)
            : object -> Json.texts(object.path("tags")).containsAll(wanted);
    return name.startsWith("not-") ? filter.negate() : filter;
  }

  /** Such as {@code ip_address=10.0.0.7} or {@code subnet_id=...}. */
  private static boolean hasAddress(ObjectNode port, String condition) {
    String[] parts = condition.split("=", 2);
    return parts.length == 2
        && Json.objects(port.path("fixed_ips")).stream()
            .anyMatch(fixed -> fixed.path(parts[0]).asText().equals(parts[1]));
  }

  private static boolean is(JsonNode attribute, String value) {
    if (attribute.isBoolean()) {
      return attribute.asText().equalsIgnoreCase(value)
          || (attribute.asBoolean() ? "1" : "0").equals(value);
    }
    return attribute.isArray()
        ? Json.texts(attribute).contains(value)
        : attribute.asText("").equals(value);
  }
}
