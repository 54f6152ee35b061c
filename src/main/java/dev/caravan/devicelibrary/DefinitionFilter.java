package dev.caravan.devicelibrary;

import dev.caravan.definition.Definition;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.pattern.BoundedPattern;
import dev.caravan.pattern.TooMuchWork;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps the definitions whose model, slug or path a person's regular expression is found in. */
final class DefinitionFilter {

  static final String FIELD = "/device_type_filter";
  private static final int LONGEST = 500;

  private final @Nullable BoundedPattern pattern;

  private DefinitionFilter(@Nullable BoundedPattern pattern) {
    this.pattern = pattern;
  }

  /** The filter as written; empty keeps everything. */
  static DefinitionFilter of(@Nullable String text) {
    return new DefinitionFilter(
        text == null || text.isBlank()
            ? null
            : compile(text, problem(text).map(List::of).orElse(List.of())));
  }

  private static BoundedPattern compile(String text, List<InputProblem> problems) {
    if (!problems.isEmpty()) {
      throw PermanentFailure.validation("The filter is no regular expression", problems);
    }
    return BoundedPattern.compile(text);
  }

  /** What is wrong with a filter as written. */
  static Optional<InputProblem> problem(String text) {
    if (text.length() > LONGEST) {
      return Optional.of(
          new InputProblem(FIELD, "is longer than %d characters".formatted(LONGEST)));
    }
    try {
      var unused = BoundedPattern.compile(text);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      String message = "is no regular expression: %s near index %d";
      return Optional.of(
          new InputProblem(FIELD, message.formatted(e.getDescription(), e.getIndex())));
    }
  }

  boolean keeps(Definition each) {
    return pattern == null
        || Stream.of(each.path(), each.model(), each.slug())
            .anyMatch(text -> text != null && found(pattern, text));
  }

  private static boolean found(BoundedPattern pattern, String text) {
    try {
      return pattern.foundIn(text);
    } catch (TooMuchWork e) {
      String message = "takes too long on \"%s\": avoid repetition inside repetition";
      throw PermanentFailure.validation(
          "The filter cannot be used", List.of(new InputProblem(FIELD, message.formatted(text))));
    }
  }
}
