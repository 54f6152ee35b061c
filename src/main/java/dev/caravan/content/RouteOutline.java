package dev.caravan.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.JsonPointers;
import dev.caravan.yaml.YamlDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a file of routes says of itself.
 *
 * @param file as people find it
 * @param sources where its routes begin
 * @param names the ids of its routes
 * @param calls the routes and shared things that it names
 * @param shared the ids of what it shares with other routes
 */
record RouteOutline(
    String file, List<Named> names, List<Source> sources, List<Named> calls, Set<String> shared) {

  /** Steps that leave the body as it is. */
  private static final Set<String> HARMLESS =
      Set.of(
          "log",
          "delay",
          "setProperty",
          "setProperties",
          "setHeader",
          "setHeaders",
          "removeHeader",
          "removeHeaders",
          "removeProperty",
          "removeProperties");

  static final String WORKER = "worker:";
  static final String DIRECT = "direct:";
  static final String CONFIGURATION = "routeConfigurationId:";

  /** A name and its line. */
  record Named(String name, int line) {}

  /**
   * Where a route begins.
   *
   * @param uri without options
   * @param returnsInputs whether the route surely ends with the body that it began with
   */
  record Source(String uri, int line, boolean returnsInputs) {}

  static RouteOutline of(String file, YamlDocument.Parsed parsed) {
    RouteOutline outline =
        new RouteOutline(
            file, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new TreeSet<>());
    outline.look(parsed.content(), "", "", parsed.lines());
    return outline;
  }

  private void look(JsonNode node, String key, String pointer, Map<String, Integer> lines) {
    int line = lines.getOrDefault(pointer, 0);
    if (node.path("from").path("uri").isTextual()) {
      sources.add(
          new Source(
              plain(node.at("/from/uri").textValue()),
              lines.getOrDefault(pointer + "/from/uri", line),
              returnsInputs(node)));
      if (node.path("id").isTextual()) {
        names.add(
            new Named(node.path("id").textValue(), lines.getOrDefault(pointer + "/id", line)));
      }
    }
    if (key.equals("routeConfiguration") && node.path("id").isTextual()) {
      shared.add(node.path("id").textValue());
    }
    if (key.equals("routeConfigurationId") && node.isTextual()) {
      calls.add(new Named(CONFIGURATION + node.textValue(), line));
    }
    if (node.isTextual()
        && !pointer.endsWith("/from/uri")
        && node.textValue().matches("direct:[\\w.-]+(\\?.*)?")) {
      calls.add(new Named(plain(node.textValue()), line));
    }
    node.properties()
        .forEach(
            field ->
                look(
                    field.getValue(),
                    field.getKey(),
                    JsonPointers.of(pointer, field.getKey()),
                    lines));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      look(node.get(i), key, JsonPointers.of(pointer, i), lines);
    }
  }

  private static boolean returnsInputs(JsonNode route) {
    JsonNode steps =
        route.path("steps").isMissingNode() ? route.at("/from/steps") : route.path("steps");
    for (JsonNode step : steps) {
      if (step.properties().stream().anyMatch(field -> !HARMLESS.contains(field.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static String plain(String uri) {
    return uri.contains("?") ? uri.substring(0, uri.indexOf('?')) : uri;
  }
}
