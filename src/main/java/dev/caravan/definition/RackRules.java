package dev.caravan.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/** What NetBox asks of the type of a rack. */
final class RackRules {

  private static final BigDecimal HIGHEST = BigDecimal.valueOf(100);
  private static final BigDecimal LARGEST = BigDecimal.valueOf(32767);
  private static final Set<Integer> WIDTHS = Set.of(10, 19, 21, 23);
  private static final List<String> OUTER = List.of("outer_width", "outer_height", "outer_depth");

  private RackRules() {}

  static void check(Content content, Problems problems) {
    if (content.text("form_factor").isEmpty()) {
      problems.error("/form_factor", "required", "A rack type needs a form_factor");
    }
    whole(content, "u_height", HIGHEST, problems);
    whole(content, "starting_unit", LARGEST, problems);
    OUTER.forEach(field -> whole(content, field, LARGEST, problems));
    whole(content, "mounting_depth", LARGEST, problems);
    whole(content, "max_weight", BigDecimal.valueOf(Integer.MAX_VALUE), problems);
    JsonNode width = content.field("width");
    if (width.isNumber() && !WIDTHS.contains(width.intValue())) {
      problems.error(
          "/width", "rack-width", "A rack is 10, 19, 21 or 23 inches wide, not " + width);
    }
    if (OUTER.stream().anyMatch(field -> !content.text(field).isEmpty())
        && content.text("outer_unit").isEmpty()) {
      problems.error("/outer_unit", "outer-needs-unit", "Outer dimensions need an outer_unit");
    }
    if (!content.text("max_weight").isEmpty() && content.text("weight_unit").isEmpty()) {
      problems.error("/max_weight", "weight-needs-unit", "A max_weight needs a weight_unit");
    }
  }

  private static void whole(Content content, String field, BigDecimal most, Problems problems) {
    JsonNode value = content.field(field);
    if (value.isNumber()) {
      BigDecimal number = value.decimalValue();
      if (number.signum() <= 0
          || number.compareTo(most) > 0
          || number.stripTrailingZeros().scale() > 0) {
        problems.error(
            "/" + field,
            "rack-measure",
            "%s is a whole number from 1 to %s, not %s".formatted(field, most, value));
      }
    }
  }
}
