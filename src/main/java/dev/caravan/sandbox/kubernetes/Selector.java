package dev.caravan.sandbox.kubernetes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which objects a list, a watch or a deletion means, by their labels, their name or namespace. */
final class Selector {

  private static final Pattern SET =
      Pattern.compile("([^\\s=!,()]+)\\s+(in|notin)\\s*\\(([^()]*)\\)");
  private static final Pattern EQUAL =
      Pattern.compile("([^\\s=!,()]+)\\s*(=|==|!=)\\s*([^\\s=!,()]*)");
  private static final Pattern THERE = Pattern.compile("(!?)\\s*([^\\s=!,()]+)");
  private static final Pattern FIELD = Pattern.compile("([^=!,]+?)(!=|==|=)([^=!,]*)");

  private Selector() {}

  static Predicate<Stored> of(ListOptions options) {
    return labels(options.labelSelector()).and(fields(options.fieldSelector()));
  }

  private static Predicate<Stored> labels(String text) {
    Predicate<Stored> all = stored -> true;
    for (String part : split(text)) {
      Predicate<Map<String, String>> one = requirement(part);
      all = all.and(stored -> one.test(stored.labels()));
    }
    return all;
  }

  private static List<String> split(String text) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(",(?![^()]*\\))", -1)).map(String::strip).toList();
  }

  private static Predicate<Map<String, String>> requirement(String text) {
    Matcher set = SET.matcher(text);
    if (set.matches()) {
      Set<String> values =
          Arrays.stream(set.group(3).split(",", -1))
              .map(String::strip)
              .collect(Collectors.toCollection(TreeSet::new));
      boolean in = set.group(2).equals("in");
      String key = set.group(1);
      return labels -> labels.containsKey(key) ? values.contains(labels.get(key)) == in : !in;
    }
    Matcher equal = EQUAL.matcher(text);
    if (equal.matches()) {
      boolean same = !equal.group(2).equals("!=");
      return labels -> equal.group(3).equals(labels.get(equal.group(1))) == same;
    }
    Matcher there = THERE.matcher(text);
    if (there.matches()) {
      return labels -> labels.containsKey(there.group(2)) == there.group(1).isEmpty();
    }
    throw Refusal.badRequest("unable to parse requirement: " + text);
  }

  private static Predicate<Stored> fields(String text) {
    List<Predicate<Stored>> all = new ArrayList<>();
    for (String part : split(text)) {
      Matcher field = FIELD.matcher(part);
      if (!field.matches()) {
        throw Refusal.badRequest(
            "invalid selector: '%s'; can't understand '%s'".formatted(text, part));
      }
      boolean same = !field.group(2).equals("!=");
      all.add(
          switch (field.group(1)) {
            case "metadata.name" -> stored -> stored.name().equals(field.group(3)) == same;
            case "metadata.namespace" ->
                stored -> stored.namespace().equals(field.group(3)) == same;
            default -> throw Refusal.badRequest("field label not supported: " + field.group(1));
          });
    }
    return all.stream().reduce(stored -> true, Predicate::and);
  }
}
