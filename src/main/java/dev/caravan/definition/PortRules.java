package dev.caravan.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.JsonPointers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Front ports, rear ports and what connects them, in both shapes of the library. */
final class PortRules implements Rule {

  private static final int MOST_POSITIONS = 1024;
  private static final String MAPPINGS = "port-mappings";

  /** One connection, and where the parts of it stand. */
  private record Mapping(Place front, Place rear) {}

  /** One end: a port by name, one of its positions, and the pointers of both. */
  private record Place(String port, int position, String portAt, String positionAt) {
    String key() {
      return port + "\n" + position;
    }
  }

  @Override
  public void check(Content content, Problems problems) {
    Map<String, Component> rears = content.byName(ComponentKind.REAR_PORTS);
    Map<String, Component> fronts = content.byName(ComponentKind.FRONT_PORTS);
    content.all(ComponentKind.REAR_PORTS).forEach(port -> positions(port, problems));
    content.all(ComponentKind.FRONT_PORTS).forEach(port -> positions(port, problems));
    Set<String> takenFront = new HashSet<>();
    Map<String, String> takenRear = new HashMap<>();
    for (Mapping each : mappings(content, problems)) {
      end(each.front, "front port", fronts, problems);
      end(each.rear, "rear port", rears, problems);
      if (!takenFront.add(each.front.key())) {
        problems.error(
            each.front.positionAt,
            "front-port-position-taken",
            "Position %d of front port \"%s\" is mapped twice"
                .formatted(each.front.position, each.front.port));
      }
      String other = takenRear.putIfAbsent(each.rear.key(), each.front.port);
      if (other != null) {
        problems.error(
            each.rear.positionAt,
            "rear-port-position-taken",
            "Position %d of rear port \"%s\" is taken by front port \"%s\""
                .formatted(each.rear.position, each.rear.port, other));
      }
    }
  }

  private static void end(
      Place place, String what, Map<String, Component> ports, Problems problems) {
    String rule = what.replace(' ', '-');
    Component port = ports.get(place.port);
    if (port == null) {
      problems.error(
          place.portAt,
          "missing-" + rule,
          "There is no %s \"%s\" here".formatted(what, place.port));
    } else if (place.position < 1 || place.position > count(port)) {
      problems.error(
          place.positionAt,
          rule + "-position",
          "Position %d of %s \"%s\" does not exist: it has %d"
              .formatted(place.position, what, place.port, count(port)));
    }
  }

  private static List<Mapping> mappings(Content content, Problems problems) {
    List<Mapping> found = new ArrayList<>();
    JsonNode list = content.field(MAPPINGS);
    Set<String> mapped = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      Component row =
          new Component(
              ComponentKind.FRONT_PORTS, JsonPointers.of("/" + MAPPINGS, i), list.path(i));
      if (row.has("front_port") && row.has("rear_port")) {
        found.add(new Mapping(place(row, "front_port"), place(row, "rear_port")));
        mapped.add(row.text("front_port"));
      } else {
        problems.error(
            row.pointer(), "port-mapping", "A mapping names a front_port and a rear_port");
      }
    }
    for (Component front : content.all(ComponentKind.FRONT_PORTS)) {
      if (front.has("rear_port") && !mapped.contains(front.name())) {
        Place itself = new Place(front.name(), 1, front.at("name"), front.at("name"));
        found.add(new Mapping(itself, place(front, "rear_port")));
      }
    }
    return found;
  }

  private static Place place(Component row, String field) {
    String position = field + "_position";
    JsonNode number = row.fields().path(position);
    return new Place(
        row.text(field),
        number.canConvertToInt() ? number.intValue() : 1,
        row.at(field),
        number.isMissingNode() ? row.at(field) : row.at(position));
  }

  private static int count(Component port) {
    JsonNode positions = port.fields().path("positions");
    return positions.canConvertToInt() ? positions.intValue() : 1;
  }

  private static void positions(Component port, Problems problems) {
    JsonNode positions = port.fields().path("positions");
    if (positions.isNumber() && (count(port) < 1 || count(port) > MOST_POSITIONS)) {
      problems.error(
          port.at("positions"),
          "out-of-range",
          "positions is a number from 1 to " + MOST_POSITIONS);
    }
  }
}
