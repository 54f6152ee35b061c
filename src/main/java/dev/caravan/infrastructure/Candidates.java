package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.openstack.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Things of a cloud that a name could mean. */
final class Candidates {

  private Candidates() {}

  /**
   * Those with that id or that name, to the letter: the databases of clouds do not tell upper from
   * lower case when they filter.
   */
  static List<JsonNode> of(String name, List<JsonNode> listed) {
    return listed.stream()
        .filter(each -> is(each, "id", name) || is(each, "name", name))
        .distinct()
        .toList();
  }

  /** What all resources of a kind name in a field. */
  static SortedSet<String> named(List<Resource> wanted, ResourceKind kind, String field) {
    SortedSet<String> names = new TreeSet<>();
    for (Resource each : wanted) {
      String name = each.spec().path(field).asText("");
      if (each.kind() == kind && !name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  /** The only one, or of several the one that the deployment already has; else a problem. */
  static Optional<JsonNode> chosen(
      Plan plan, String what, String kind, String name, List<JsonNode> candidates) {
    if (candidates.size() == 1) {
      return Optional.of(candidates.get(0));
    }
    String before = plan.idBefore(kind, name);
    Optional<JsonNode> same =
        candidates.stream().filter(each -> is(each, "id", before)).findFirst();
    if (candidates.isEmpty()) {
      plan.problem(Refusal.NOT_FOUND, "%s %s could not be found.".formatted(what, name));
    } else if (same.isEmpty()) {
      plan.problem(
          Refusal.BAD_REQUEST,
          "%s %s could be any of %d: %s. Name the one that is meant by its id."
              .formatted(what, name, candidates.size(), ids(candidates)));
    }
    return same;
  }

  private static boolean is(JsonNode thing, String field, String name) {
    return thing.path(field).asText("").equals(name);
  }

  static String ids(List<JsonNode> things) {
    return things.stream()
        .map(each -> each.path("id").asText())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  static String withStates(List<JsonNode> things) {
    return things.stream()
        .map(each -> each.path("id").asText() + " is " + each.path("status").asText())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** Id and name alone. */
  static ObjectNode identity(JsonNode thing) {
    ObjectNode identity = JsonNodeFactory.instance.objectNode();
    identity.put("id", thing.path("id").asText());
    return identity.put("name", thing.path("name").asText());
  }
}
