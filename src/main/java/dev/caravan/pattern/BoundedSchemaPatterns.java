package dev.caravan.pattern;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;

/** The {@code pattern} and {@code patternProperties} of JSON Schemas that others write. */
public final class BoundedSchemaPatterns implements RegularExpressionFactory {

  @Override
  public RegularExpression getRegularExpression(String regex) {
    return BoundedPattern.compile(endingAtTheEnd(regex))::foundIn;
  }

  /** In JSON Schema a dollar at the end is the very end; Java lets a line break follow. */
  private static String endingAtTheEnd(String regex) {
    String before = regex.replaceFirst("\\$$", "");
    boolean escaped = (before.length() - before.replaceFirst("\\\\+$", "").length()) % 2 == 1;
    return before.length() == regex.length() || escaped ? regex : "(" + before + ")\\z";
  }
}
