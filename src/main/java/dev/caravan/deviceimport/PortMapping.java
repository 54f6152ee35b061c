package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One position of a front port and the position of a rear port behind it.
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
    String name = frontPort.path("name").asText();
    for (JsonNode each : definition.path("port-mappings")) {
      if (each.path("front_port").asText().equals(name)) {
        mappings.add(
            new PortMapping(
                each.path("front_port_position").asInt(1),
                each.path("rear_port").asText(),
                each.path("rear_port_position").asInt(1)));
      }
    }
    String inline = frontPort.path("rear_port").asText("");
    if (mappings.isEmpty() && !inline.isEmpty()) {
      mappings.add(new PortMapping(1, inline, frontPort.path("rear_port_position").asInt(1)));
    }
    mappings.sort(Comparator.comparingInt(PortMapping::position));
    return mappings;
  }
}
