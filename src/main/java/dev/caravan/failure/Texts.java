package dev.caravan.failure;

import java.util.Locale;
import java.util.Optional;

/** Tells texts that can be stored and shown from those that cannot. */
public final class Texts {

  /** The most characters of one message: a screen and a half. */
  public static final int MOST_SHOWN = 2000;

  private static final char REPLACEMENT = '\uFFFD';
  private static final String CUT = "... (%d characters in all)";

  private Texts() {}

  /**
   * Why a text is none: it holds U+0000, which PostgreSQL does not store, or half of a surrogate
   * pair, which no UTF-8 can say. Empty for all other texts.
   */
  public static Optional<String> flawOf(CharSequence text) {
    int at = flawAt(text);
    if (at < 0) {
      return Optional.empty();
    }
    String name = String.format(Locale.ROOT, "U+%04X", (int) text.charAt(at));
    String what = text.charAt(at) == 0 ? name : name + ", half of a character";
    return Optional.of("must not hold " + what + ", as it does at character " + (at + 1));
  }

  /** The text with a mark in place of every character that can be neither stored nor sent. */
  public static String cleaned(String text) {
    int at = flawAt(text);
    if (at < 0) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text);
    for (; at >= 0; at = flawAt(clean)) {
      clean.setCharAt(at, REPLACEMENT);
    }
    return clean.toString();
  }

  /**
   * The text with a mark in place of all that a terminal obeys rather than prints: control
   * characters but line ends and tabs, and what turns the direction of reading.
   */
  public static String printable(String text) {
    String clean = cleaned(text);
    StringBuilder printed = new StringBuilder(clean.length());
    clean
        .codePoints()
        .forEach(each -> printed.appendCodePoint(isObeyed(each) ? REPLACEMENT : each));
    return printed.toString();
  }

  private static boolean isObeyed(int character) {
    boolean control =
        Character.isISOControl(character)
            && character != '\n'
            && character != '\t'
            && character != '\r';
    boolean turning =
        (character >= 0x202A && character <= 0x202E)
            || (character >= 0x2066 && character <= 0x2069);
    return control || turning;
  }

  /** A text of bounded length that can be stored and printed, for messages to people. */
  public static String shown(String text) {
    return shown(text, MOST_SHOWN);
  }

  /** The same with a length of its own. */
  public static String shown(String text, int most) {
    if (text.length() <= most) {
      return printable(text);
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return printable(text.substring(0, end)) + CUT.formatted(text.length());
  }

  /** The beginning of what an outside system says, without half a character at its end. */
  public static String beginning(String text, int most) {
    if (text.length() <= most) {
      return cleaned(text);
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return cleaned(text.substring(0, end)) + "…";
  }

  private static int flawAt(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == 0) {
        return i;
      }
      if (Character.isSurrogate(each)) {
        boolean pair =
            Character.isHighSurrogate(each)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }
}
