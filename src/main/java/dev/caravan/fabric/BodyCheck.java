package dev.caravan.fabric;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the words of a body, and gathers all that is wrong with them. */
final class BodyCheck {

  private final List<InputProblem> problems = new ArrayList<>();

  void that(boolean good, String pointer, String message) {
    if (!good) {
      problems.add(new InputProblem(pointer, message));
    }
  }

  void requireGood() {
    if (!problems.isEmpty()) {
      throw PermanentFailure.validation("The fabric has problems", problems);
    }
  }

  static String text(@Nullable String said, String otherwise) {
    return said == null ? otherwise : said.strip();
  }

  static @Nullable String blankless(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
