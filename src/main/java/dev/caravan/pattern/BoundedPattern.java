package dev.caravan.pattern;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression of somebody else's making, which may not run away. */
public final class BoundedPattern {

  /** Looks at characters for one text; more is a pattern that runs away (nested repetition). */
  private static final int MOST_LOOKS = 500_000;

  private static final int LONGEST = 5_000;

  private final Pattern pattern;

  private BoundedPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Reads it.
   *
   * @throws PatternSyntaxException where it is none, or is too long or too deep to be one
   */
  public static BoundedPattern compile(String text) {
    if (text.length() > LONGEST) {
      throw new PatternSyntaxException(
          "longer than %d characters".formatted(LONGEST), text.substring(0, 50) + "…", -1);
    }
    try {
      return new BoundedPattern(Pattern.compile(text));
    } catch (StackOverflowError tooDeep) {
      throw new PatternSyntaxException("nested too deep", text.substring(0, 50) + "…", -1);
    }
  }

  /**
   * Whether it is found anywhere in a text.
   *
   * @throws TooMuchWork where that cannot be told in reasonable time
   */
  public boolean foundIn(CharSequence text) {
    WorkLimit limit = WorkLimit.current();
    try {
      return pattern.matcher(new Watched(text, limit)).find();
    } catch (StackOverflowError tooDeep) {
      throw new TooMuchWork(pattern.pattern());
    }
  }

  @Override
  public String toString() {
    return pattern.pattern();
  }

  /** A text that counts how often it is looked at. */
  private final class Watched implements CharSequence {

    private final CharSequence text;
    private final WorkLimit limit;
    private int looks;

    Watched(CharSequence text, WorkLimit limit) {
      this.text = text;
      this.limit = limit;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++looks > MOST_LOOKS || !limit.spend()) {
        throw new TooMuchWork(pattern.pattern());
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
