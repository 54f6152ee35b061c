package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** JSON as the engine keeps it: scalars as they are, structures as JSON. */
final class Variables {

  private Variables() {}

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
    return value.isNumber() ? (Object) value.doubleValue() : value;
  }
}
