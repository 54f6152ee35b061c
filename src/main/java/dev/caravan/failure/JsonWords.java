package dev.caravan.failure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says why a text is no JSON in the words of JSON; the parser speaks of its own settings. */
public final class JsonWords {

  private static final Map<Pattern, String> WORDS =
      Map.of(
          Pattern.compile("^Duplicate field '(.*)'"), "the key '%s' comes twice",
          Pattern.compile("^Unrecognized token '(.*?)'"),
              "'%s' is no value: texts stand in double quotes",
          Pattern.compile("^Non-standard token '(.*?)'"), "'%s' is no value of JSON",
          Pattern.compile("^Unexpected character \\('?(.*?)'? ?\\("), "'%s' must not stand here",
          Pattern.compile("^Unexpected close marker '(.)'"), "'%s' closes nothing that is open",
          Pattern.compile("^Unrecognized character escape '?(.*?)'? ?\\("),
              "a text knows no escape \\%s",
          Pattern.compile("^Illegal unquoted character \\(+CTRL-CHAR, code (\\d+)"),
              "a control character (code %s) stands escaped in a text",
          Pattern.compile("^Invalid UTF-8 ?(.*)"), "this is not UTF-8",
          Pattern.compile("^Invalid numeric value: Leading zeroes(.*)"),
              "a number begins with no 0");

  private static final int LONGEST = 60;

  private JsonWords() {}

  /** What is wrong, without the place. */
  public static String of(JsonProcessingException broken) {
    if (broken instanceof JsonEOFException) {
      return "the document ends before it is complete";
    }
    String message = String.valueOf(broken.getOriginalMessage());
    for (Map.Entry<Pattern, String> known : WORDS.entrySet()) {
      Matcher found = known.getKey().matcher(message);
      if (found.find()) {
        String part = found.group(1);
        return known
            .getValue()
            .formatted(part.length() > LONGEST ? part.substring(0, LONGEST) + "..." : part);
      }
    }
    return "this cannot be read as JSON";
  }
}
