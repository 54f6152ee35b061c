package dev.caravan.secret;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way in which a secret stands in a text. Its pattern has a group {@code secret}, or a group
 * {@code name} and groups for the value, which is a secret where the name says so.
 */
final class TextForm {

  private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-z]+)>");
  private static final Pattern CONCEALED = Pattern.compile("\\(secret[ )]");

  private final Pattern pattern;
  private final boolean named;
  private final List<String> values;

  private TextForm(Pattern pattern) {
    this.pattern = pattern;
    List<String> groups =
        GROUP.matcher(pattern.pattern()).results().map(each -> each.group(1)).toList();
    this.named = groups.contains("name");
    this.values = groups.stream().filter(each -> !each.equals("name")).toList();
  }

  static TextForm of(String pattern) {
    return new TextForm(Pattern.compile(pattern));
  }

  String concealed(String text, UnaryOperator<String> word) {
    Matcher found = pattern.matcher(text);
    StringBuilder shown = new StringBuilder();
    int from = 0;
    int to = 0;
    while (from <= text.length() && found.find(from)) {
      String group = group(text, found);
      if (group.isEmpty()) {
        from = Math.max(found.start() + 1, named ? found.end("name") : 0);
        continue;
      }
      int start = found.start(group);
      String secret = found.group(group).stripTrailing();
      shown.append(text, to, start).append(word.apply(secret));
      to = start + secret.length();
      from = Math.max(to, found.start() + 1);
    }
    return to == 0 ? text : shown.append(text, to, text.length()).toString();
  }

  /** The group that is a secret; empty where none is. */
  private String group(String text, Matcher found) {
    for (String each : values) {
      String value = found.group(each);
      if (value != null
          && !value.isBlank()
          && !CONCEALED.matcher(text).region(found.start(each), text.length()).lookingAt()
          && (!named || SecretNames.isSecret(found.group("name"), value))) {
        return each;
      }
    }
    return "";
  }
}
