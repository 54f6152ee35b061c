package dev.caravan.api;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Java types in the words of JSON, for messages to callers. */
final class JsonTypes {

  private JsonTypes() {}

  static String nameOf(Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (type == UUID.class) {
      return "a UUID";
    }
    if (type == Instant.class) {
      return "a time such as 2026-01-31T12:00:00Z";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "a text";
    }
    if (Collection.class.isAssignableFrom(type) || type.isArray()) {
      return "a list";
    }
    return type.isPrimitive() || Number.class.isAssignableFrom(type) ? number(type) : object(type);
  }

  private static String number(Class<?> type) {
    boolean fraction = type == double.class || type == float.class || type == Double.class;
    return fraction ? "a number" : "a whole number";
  }

  private static String object(Class<?> type) {
    return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : "another value";
  }
}
