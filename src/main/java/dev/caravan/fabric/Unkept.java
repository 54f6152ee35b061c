package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.JsonPointers;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds values that neither a database nor a cluster keeps, wherever they came from. */
final class Unkept {

  private static final int MOST_DIGITS = 400;

  private Unkept() {}

  /** The first of them, with where it stands. */
  static Optional<InputProblem> in(JsonNode content) {
    return in(content, "");
  }

  private static Optional<InputProblem> in(JsonNode node, String at) {
    if (node.isTextual()) {
      return inText(node.textValue()).map(message -> new InputProblem(at, message));
    }
    if (node.isNumber()) {
      return isFar(node)
          ? Optional.of(new InputProblem(at, "is a number that is too big or too small"))
          : Optional.empty();
    }
    int index = 0;
    for (JsonNode item : node.isArray() ? node : List.<JsonNode>of()) {
      Optional<InputProblem> found = in(item, JsonPointers.of(at, index++));
      if (found.isPresent()) {
        return found;
      }
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      Optional<InputProblem> wrongName =
          inText(field.getKey()).map(message -> new InputProblem(at, "a name in it " + message));
      Optional<InputProblem> found =
          wrongName.isPresent()
              ? wrongName
              : in(field.getValue(), JsonPointers.of(at, field.getKey()));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static boolean isFar(JsonNode number) {
    if (!Double.isFinite(number.doubleValue())) {
      return true;
    }
    BigDecimal value = number.decimalValue();
    return Math.abs((long) value.precision() - value.scale()) > MOST_DIGITS
        || value.precision() > MOST_DIGITS;
  }

  private static Optional<String> inText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == 0) {
        return Optional.of("holds the character U+0000, which nothing keeps");
      }
      if (Character.isHighSurrogate(each)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(each)) {
        return Optional.of("holds a half of a character (U+%04X)".formatted((int) each));
      }
    }
    return Optional.empty();
  }
}
