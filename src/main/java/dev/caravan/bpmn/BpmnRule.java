package dev.caravan.bpmn;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one element may hold: a line of the allow-list.
 *
 * @param element its name
 * @param parents what it may stand in: names, or paths of names
 * @param text the kind of its text, null where it may have none
 * @param attributes the attributes it may have, by name
 */
record BpmnRule(
    String element,
    List<String> parents,
    @Nullable BpmnValue text,
    Map<String, Attribute> attributes) {

  private static final Pattern LINE =
      Pattern.compile(
          "(?<element>\\S+) < (?<parents>[^=]+?)( = (?<text>\\w+))?( : (?<attributes>.*))?");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("(?<name>[\\w:-]+)\\((?<value>=?[\\w-]+)\\)(?<required>!?)\\s*");

  /** An attribute: of a kind, or of one constant value. */
  record Attribute(@Nullable BpmnValue kind, String constant, boolean required) {

    Optional<String> problem(String value) {
      if (kind != null) {
        return kind.problem(value);
      }
      return value.equals(constant)
          ? Optional.empty()
          : Optional.of("must be '" + constant + "', not '" + value + "'");
    }
  }

  static BpmnRule parse(String line, Function<String, List<String>> parents) {
    Matcher rule = LINE.matcher(line);
    if (!rule.matches()) {
      throw new IllegalStateException("The allow-list has an unreadable line: " + line);
    }
    String text = rule.group("text");
    return new BpmnRule(
        rule.group("element"),
        parents.apply(rule.group("parents")),
        text == null ? null : kind(text),
        attributes(Optional.ofNullable(rule.group("attributes")).orElse("")));
  }

  /** Whether the element may stand at the end of this path of names. */
  boolean mayStandIn(List<String> path) {
    String above = "/" + String.join("/", path);
    return parents.stream()
        .anyMatch(
            parent -> parent.equals("*") || above.equals(parent) || above.endsWith("/" + parent));
  }

  private static Map<String, Attribute> attributes(String list) {
    Map<String, Attribute> attributes = new HashMap<>();
    Matcher attribute = ATTRIBUTE.matcher(list.strip());
    while (attribute.lookingAt()) {
      String value = attribute.group("value");
      boolean required = !attribute.group("required").isEmpty();
      boolean constant = value.startsWith("=");
      attributes.put(
          attribute.group("name"),
          new Attribute(
              constant ? null : kind(value), constant ? value.substring(1) : "", required));
      attribute.region(attribute.end(), attribute.regionEnd());
    }
    if (attribute.regionStart() != attribute.regionEnd()) {
      throw new IllegalStateException("The allow-list has unreadable attributes: " + list);
    }
    return attributes;
  }

  private static BpmnValue kind(String name) {
    return BpmnValue.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
