package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** JSON as the engine keeps it: scalars as they are, structures as JSON. */
final class Variables {

  private Variables() {}

  /** A number keeps its value, however long it is. */
  private static Object number(JsonNode value) {
    if (value.isIntegralNumber()) {
      return value.bigIntegerValue();
    }
    double near = value.doubleValue();
    BigDecimal exact = value.decimalValue();
    boolean same = Double.isFinite(near) && BigDecimal.valueOf(near).compareTo(exact) == 0;
    return same ? (Object) near : exact;
  }

  static @Nullable Object stored(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return null;
    }
    if (value.isTextual()) {
      return value.textValue();
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.canConvertToInt() ? (Object) value.intValue() : (Object) value.longValue();
    }
    return value.isNumber() ? number(value) : value;
  }
}
