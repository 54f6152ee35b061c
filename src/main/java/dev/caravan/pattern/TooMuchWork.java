package dev.caravan.pattern;

/** A regular expression needs more work for a text than anybody may cause. */
public final class TooMuchWork extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 100;

  private final String pattern;

  TooMuchWork(String pattern) {
    super("takes too long: avoid repetition inside repetition", null, false, false);
    this.pattern = pattern.length() <= SHOWN ? pattern : pattern.substring(0, SHOWN) + "…";
  }

  /** The beginning of the expression. */
  public String pattern() {
    return pattern;
  }
}
