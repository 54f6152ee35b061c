package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One position of a front port and the position of a rear port behind it; names as NetBox keeps
 * them, without blanks at their ends.
 *
 * @param position the front port's position, from 1
 */
record PortMapping(int position, String rearPort, int rearPosition) {

  /**
   * The mappings of a front port, whichever way the library writes them: a {@code port-mappings}
   * list beside the ports, or {@code rear_port} on the front port itself.
   */
  static List<PortMapping> of(JsonNode definition, JsonNode frontPort) {
    List<PortMapping> mappings = new ArrayList<>();
    String name = text(frontPort, "name");
    for (JsonNode each : definition.path("port-mappings")) {
      if (text(each, "front_port").equals(name)) {
        mappings.add(
            new PortMapping(
                each.path("front_port_position").asInt(1),
                text(each, "rear_port"),
                each.path("rear_port_position").asInt(1)));
      }
    }
    String inline = text(frontPort, "rear_port");
    if (mappings.isEmpty() && !inline.isEmpty()) {
      mappings.add(new PortMapping(1, inline, frontPort.path("rear_port_position").asInt(1)));
    }
    mappings.sort(Comparator.comparingInt(PortMapping::position));
    return mappings;
  }

  private static String text(JsonNode row, String field) {
    return row.path(field).asText("").strip();
  }
}
