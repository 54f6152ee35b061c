package dev.caravan.devicelibrary;

import dev.caravan.definition.Definition;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps the definitions whose model, slug or path a person's regular expression is found in. */
final class DefinitionFilter {

  static final String FIELD = "/device_type_filter";
  private static final int LONGEST = 500;

  /** Looks at characters for one text; more is a pattern that runs away (nested repetition). */
  private static final int MOST_LOOKS = 500_000;

  private final @Nullable Pattern pattern;

  private DefinitionFilter(@Nullable Pattern pattern) {
    this.pattern = pattern;
  }

  /** The filter as written; empty keeps everything. */
  static DefinitionFilter of(@Nullable String text) {
    return new DefinitionFilter(
        text == null || text.isBlank()
            ? null
            : compile(text, problem(text).map(List::of).orElse(List.of())));
  }

  private static Pattern compile(String text, List<InputProblem> problems) {
    if (!problems.isEmpty()) {
      throw PermanentFailure.validation("The filter is no regular expression", problems);
    }
    return Pattern.compile(text);
  }

  /** What is wrong with a filter as written. */
  static Optional<InputProblem> problem(String text) {
    if (text.length() > LONGEST) {
      return Optional.of(
          new InputProblem(FIELD, "is longer than %d characters".formatted(LONGEST)));
    }
    try {
      Pattern.compile(text);
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

  private static boolean found(Pattern pattern, String text) {
    try {
      Matcher matcher = pattern.matcher(new Watched(text));
      return matcher.find();
    } catch (TooMuchWork | StackOverflowError e) {
      String message = "takes too long on \"%s\": avoid repetition inside repetition";
      throw PermanentFailure.validation(
          "The filter cannot be used", List.of(new InputProblem(FIELD, message.formatted(text))));
    }
  }

  private static final class TooMuchWork extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A text that counts how often it is looked at. */
  private static final class Watched implements CharSequence {

    private final String text;
    private int looks;

    Watched(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++looks > MOST_LOOKS) {
        throw new TooMuchWork();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
