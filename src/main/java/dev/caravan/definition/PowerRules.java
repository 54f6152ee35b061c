package dev.caravan.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Draws of power ports, and the power ports that outlets are fed by. */
final class PowerRules implements Rule {

  @Override
  public void check(Content content, Problems problems) {
    for (Component port : content.all(ComponentKind.POWER_PORTS)) {
      draw(port, "maximum_draw", problems);
      draw(port, "allocated_draw", problems);
      JsonNode maximum = port.fields().path("maximum_draw");
      JsonNode allocated = port.fields().path("allocated_draw");
      if (maximum.isNumber()
          && allocated.isNumber()
          && allocated.decimalValue().compareTo(maximum.decimalValue()) > 0) {
        problems.error(
            port.at("allocated_draw"),
            "draw-exceeds-maximum",
            "%s is allocated %s W of at most %s W"
                .formatted(port.title(), allocated.asText(), maximum.asText()));
      }
    }
    Map<String, Component> ports = content.byName(ComponentKind.POWER_PORTS);
    for (Component outlet : content.all(ComponentKind.POWER_OUTLETS)) {
      if (outlet.has("power_port") && !ports.containsKey(outlet.text("power_port"))) {
        problems.error(
            outlet.at("power_port"),
            "outlet-power-port",
            "%s is fed by power port \"%s\", which is not here"
                .formatted(outlet.title(), outlet.text("power_port")));
      }
    }
  }

  private static void draw(Component port, String field, Problems problems) {
    JsonNode draw = port.fields().path(field);
    if (draw.isNumber() && (!draw.canConvertToExactIntegral() || !draw.canConvertToInt())) {
      problems.error(port.at(field), "out-of-range", field + " is a whole number of watts");
    } else if (draw.isNumber() && draw.intValue() < 1) {
      problems.error(port.at(field), "out-of-range", field + " is at least 1, if given");
    }
  }
}
