package dev.caravan.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.Texts;
import java.util.ArrayList;
import java.util.List;

/** Finds, at any depth, the keys and texts of a document that cannot be stored. */
final class BodyTexts {

  private static final int MOST_PROBLEMS = 100;

  private final List<InputProblem> problems = new ArrayList<>();

  private BodyTexts() {}

  static List<InputProblem> problems(JsonNode document) {
    BodyTexts texts = new BodyTexts();
    texts.look(document, "");
    return texts.problems.stream().limit(MOST_PROBLEMS).toList();
  }

  private void look(JsonNode node, String pointer) {
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
              String at = KnownKeys.step(pointer, Texts.shown(field.getKey(), 200));
              Texts.flawOf(field.getKey())
                  .ifPresent(flaw -> problems.add(new InputProblem(at, "the key " + flaw)));
              look(field.getValue(), at);
            });
  }
}
