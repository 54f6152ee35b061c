package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Merge patches (RFC 7396) and JSON patches (RFC 6902). */
final class Patches {

  private Patches() {}

  /** Changes an object as a merge patch says: null takes away. */
  static void merge(ObjectNode target, JsonNode patch) {
    patch
        .properties()
        .forEach(
            each -> {
              if (each.getValue().isNull()) {
                target.remove(each.getKey());
              } else if (each.getValue().isObject()) {
                merge(Json.within(target, each.getKey()), each.getValue());
              } else {
                target.set(each.getKey(), each.getValue());
              }
            });
  }

  /** Changes an object step by step; a step that cannot be done refuses all. */
  static void run(ObjectNode target, JsonNode steps) {
    for (JsonNode step : steps) {
      List<String> path = pointer(step.path("path").asText());
      JsonNode value = step.path("value");
      switch (step.path("op").asText()) {
        case "add" -> add(target, path, value.deepCopy());
        case "remove" -> remove(target, path);
        case "replace" -> replace(target, path, value.deepCopy());
        case "test" -> test(target, path, value);
        case "copy" ->
            add(target, path, at(target, pointer(step.path("from").asText())).deepCopy());
        case "move" -> move(target, pointer(step.path("from").asText()), path);
        default -> throw notPossible();
      }
    }
  }

  private static void add(JsonNode target, List<String> path, JsonNode value) {
    JsonNode parent = at(target, path.subList(0, path.size() - 1));
    String last = path.get(path.size() - 1);
    if (parent instanceof ArrayNode list) {
      list.insert(last.equals("-") ? list.size() : index(last, list.size()), value);
    } else if (parent instanceof ObjectNode object) {
      object.set(last, value);
    } else {
      throw notPossible();
    }
  }

  /** The API server's library makes a member of an object that was not there. */
  private static void replace(JsonNode target, List<String> path, JsonNode value) {
    JsonNode parent = at(target, path.subList(0, path.size() - 1));
    if (parent instanceof ArrayNode list) {
      list.set(index(path.get(path.size() - 1), list.size() - 1), value);
    } else {
      add(target, path, value);
    }
  }

  private static void move(JsonNode target, List<String> from, List<String> path) {
    JsonNode value = at(target, from);
    remove(target, from);
    add(target, path, value);
  }

  private static void remove(JsonNode target, List<String> path) {
    at(target, path);
    JsonNode parent = at(target, path.subList(0, path.size() - 1));
    String last = path.get(path.size() - 1);
    if (parent instanceof ArrayNode list) {
      list.remove(index(last, list.size() - 1));
    } else if (parent instanceof ObjectNode object) {
      object.remove(last);
    }
  }

  private static void test(JsonNode target, List<String> path, JsonNode value) {
    if (!at(target, path).equals(value)) {
      throw notPossible();
    }
  }

  private static JsonNode at(JsonNode target, List<String> path) {
    JsonNode node = target;
    for (String name : path) {
      node = node.isArray() ? node.path(index(name, node.size() - 1)) : node.path(name);
    }
    if (node.isMissingNode()) {
      throw notPossible();
    }
    return node;
  }

  private static int index(String name, int most) {
    if (!name.matches("\\d{1,9}") || Integer.parseInt(name) > most) {
      throw notPossible();
    }
    return Integer.parseInt(name);
  }

  private static List<String> pointer(String text) {
    if (!text.startsWith("/")) {
      throw notPossible();
    }
    List<String> path = new ArrayList<>();
    for (String part : text.substring(1).split("/", -1)) {
      path.add(part.replace("~1", "/").replace("~0", "~"));
    }
    return path;
  }

  private static Refused notPossible() {
    return Refusal.of(422, "the server rejected our request due to an error in our request");
  }
}
