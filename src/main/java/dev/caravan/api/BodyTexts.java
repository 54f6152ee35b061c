package dev.caravan.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.JsonPointers;
import dev.caravan.failure.Texts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Finds, at any depth, the keys, texts and numbers of a document that cannot be stored. */
final class BodyTexts {

  private static final int MOST_PROBLEMS = 100;
  private static final int MOST_DIGITS = JsonOnly.LIMITS.getMaxNumberLength();

  private final List<InputProblem> problems = new ArrayList<>();

  private BodyTexts() {}

  /** Of 1e999999999 nothing can be kept but its exponent. */
  private static boolean isTooLong(JsonNode number) {
    if (number.isIntegralNumber()) {
      return false; // the reader of JSON has counted them
    }
    BigDecimal value = number.decimalValue();
    return (long) value.precision() - value.scale() > MOST_DIGITS || value.scale() > MOST_DIGITS;
  }

  static List<InputProblem> problems(JsonNode document) {
    BodyTexts texts = new BodyTexts();
    texts.look(document, "");
    return texts.problems.stream().limit(MOST_PROBLEMS).toList();
  }

  private void look(JsonNode node, String pointer) {
    if (node.isNumber() && isTooLong(node)) {
      problems.add(
          new InputProblem(pointer, "must have at most " + MOST_DIGITS + " digits, written out"));
    }
    if (node.isTextual()) {
      Texts.flawOf(node.textValue())
          .ifPresent(flaw -> problems.add(new InputProblem(pointer, flaw)));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      look(node.get(i), pointer + "/" + i);
    }
    node.properties()
        .forEach(
            field -> {
              String at = JsonPointers.of(pointer, Texts.shown(field.getKey(), 200));
              Texts.flawOf(field.getKey())
                  .ifPresent(flaw -> problems.add(new InputProblem(at, "the key " + flaw)));
              look(field.getValue(), at);
            });
  }
}
