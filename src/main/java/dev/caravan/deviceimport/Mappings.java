package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.netbox.ComponentKind;
import dev.caravan.netbox.NetBoxVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which rear ports are behind a front port: from NetBox 4.5 a list of mappings; before, one rear
 * port and its position.
 */
final class Mappings {

  static final String LIST = "rear_ports";
  private static final String POSITIONS = "positions";

  private final NetBoxVersion version;

  Mappings(NetBoxVersion version) {
    this.version = version;
  }

  static List<PortMapping> wanted(ComponentWork frontPort) {
    return PortMapping.of(frontPort.definition().row().content(), frontPort.item());
  }

  /** The fields of a front port to create. */
  ObjectNode of(ComponentWork frontPort) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    Map<Integer, ObjectNode> wanted = byPosition(frontPort);
    if (version.mapsManyPorts()) {
      JsonNode positions = positions(frontPort, wanted);
      fields.set(POSITIONS, positions == null ? IntNode.valueOf(1) : positions);
      fields.set(LIST, list(wanted));
    } else {
      wanted
          .values()
          .forEach(
              one ->
                  fields
                      .<ObjectNode>set("rear_port", one.path("rear_port"))
                      .set("rear_port_position", one.path("rear_port_position")));
    }
    return fields;
  }

  /** How the rear ports behind a front port differ from what the library says. */
  void compare(ComponentWork frontPort, JsonNode row, Change change) {
    Map<Integer, ObjectNode> wanted = byPosition(frontPort);
    if (version.mapsManyPorts()) {
      compareLists(frontPort, wanted, row, change);
    } else if (wanted.isEmpty()) {
      change.keep("rear_port", Links.held(row.path("rear_port")));
    } else {
      compareOne(wanted.values().iterator().next(), row, change);
    }
  }

  /** Rear port and position only together are a place. */
  private static void compareOne(ObjectNode wanted, JsonNode row, Change change) {
    ObjectNode held = JsonNodeFactory.instance.objectNode();
    held.set("rear_port", Links.held(row.path("rear_port")));
    held.set("rear_port_position", row.path("rear_port_position"));
    if (!place(wanted).equals(place(held))) {
      held.properties()
          .forEach(
              each -> {
                JsonNode value = wanted.path(each.getKey());
                change.set(each.getKey(), value, each.getValue(), value);
              });
    }
  }

  private static void compareLists(
      ComponentWork frontPort, Map<Integer, ObjectNode> wanted, JsonNode row, Change change) {
    Map<Integer, ObjectNode> held = held(row.path(LIST));
    Map<Integer, ObjectNode> target = new TreeMap<>(wanted);
    Map<Integer, ObjectNode> kept = kept(wanted, held, frontPort.written());
    target.putAll(kept);
    if (!kept.isEmpty()) {
      change.keep(LIST, list(kept));
    }
    if (!texts(target).equals(texts(held))) {
      if (wanted.isEmpty()) {
        change.take(LIST, list(target), list(held));
      } else {
        change.set(LIST, list(target), list(held), list(wanted));
      }
    }
    JsonNode positions = positions(frontPort, wanted);
    int most = kept.keySet().stream().mapToInt(Integer::intValue).max().orElse(1);
    boolean needed = most > (positions == null ? 1 : positions.asInt());
    change.compare(
        POSITIONS,
        needed ? row.path(POSITIONS) : positions,
        IntNode.valueOf(1),
        row.path(POSITIONS),
        frontPort.written(),
        (one, other) -> one.asInt() == other.asInt());
  }

  /** What people mapped beside the library: not what an import wrote, nor what is wanted here. */
  private static Map<Integer, ObjectNode> kept(
      Map<Integer, ObjectNode> wanted, Map<Integer, ObjectNode> held, Written written) {
    Set<String> gone = texts(held(written.field(LIST)));
    Set<String> places = new HashSet<>();
    wanted.values().forEach(each -> places.add(place(each)));
    Map<Integer, ObjectNode> kept = new TreeMap<>(held);
    kept.keySet().removeAll(wanted.keySet());
    kept.values().removeIf(each -> gone.contains(text(each)) || places.contains(place(each)));
    return kept;
  }

  /** The positions of rear ports that the front ports of a definition have by the library. */
  static Set<String> places(DefinitionWork work) {
    Set<String> places = new HashSet<>();
    for (ComponentWork frontPort : work.components(ComponentKind.FRONT_PORTS)) {
      byPosition(frontPort).values().forEach(each -> places.add(place(each)));
    }
    return places;
  }

  /** What a front port that the library has no longer can keep of its mappings. */
  static Map<Integer, ObjectNode> left(DefinitionWork work, JsonNode row, Set<String> wanted) {
    Written written = work.written(ComponentKind.FRONT_PORTS, row);
    Set<String> ours = texts(held(written.field(LIST)));
    Map<Integer, ObjectNode> left = held(row.path(LIST));
    left.values().removeIf(each -> wanted.contains(place(each)) && ours.contains(text(each)));
    return left;
  }

  /** How many positions the library says, or needs; null where it leaves that open. */
  private static @Nullable JsonNode positions(
      ComponentWork frontPort, Map<Integer, ObjectNode> wanted) {
    int said = frontPort.item().path(POSITIONS).asInt(0);
    int most = wanted.keySet().stream().mapToInt(Integer::intValue).max().orElse(1);
    return said > 0 || most > 1 ? IntNode.valueOf(Math.max(said, most)) : null;
  }

  /** A rear port that is on its way has no number yet but its name. */
  private static Map<Integer, ObjectNode> byPosition(ComponentWork frontPort) {
    Map<Integer, ObjectNode> byPosition = new TreeMap<>();
    for (PortMapping each : wanted(frontPort)) {
      JsonNode rear =
          frontPort
              .definition()
              .id(ComponentKind.REAR_PORTS, each.rearPort())
              .<JsonNode>map(LongNode::valueOf)
              .orElse(TextNode.valueOf(each.rearPort()));
      byPosition.put(each.position(), mapping(each.position(), rear, each.rearPosition()));
    }
    return byPosition;
  }

  /** The mappings as NetBox, or our own records, have them. */
  static Map<Integer, ObjectNode> held(JsonNode list) {
    Map<Integer, ObjectNode> held = new TreeMap<>();
    for (JsonNode each : list) {
      int position = each.path("position").asInt();
      held.put(
          position,
          mapping(position, each.path("rear_port"), each.path("rear_port_position").asInt()));
    }
    return held;
  }

  private static ObjectNode mapping(int position, JsonNode rear, int rearPosition) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("position", position)
        .<ObjectNode>set("rear_port", rear)
        .put("rear_port_position", rearPosition);
  }

  static ArrayNode list(Map<Integer, ObjectNode> mappings) {
    return JsonNodeFactory.instance.arrayNode().addAll(mappings.values());
  }

  private static Set<String> texts(Map<Integer, ObjectNode> mappings) {
    Set<String> texts = new HashSet<>();
    mappings.values().forEach(each -> texts.add(text(each)));
    return texts;
  }

  private static String text(JsonNode mapping) {
    return mapping.path("position").asText() + '/' + place(mapping);
  }

  private static String place(JsonNode mapping) {
    return mapping.path("rear_port").asText() + '/' + mapping.path("rear_port_position").asText();
  }
}
