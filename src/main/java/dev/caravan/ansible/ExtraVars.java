package dev.caravan.ansible;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.InputProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The variables that a caller gives to a playbook. */
public final class ExtraVars {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Ansible's own that say nothing of how, or whether at all, a server is reached. */
  private static final Set<String> HARMLESS =
      Set.of(
          "ansible_become",
          "ansible_become_user",
          "ansible_become_pass",
          "ansible_become_password");

  private ExtraVars() {}

  /** What is wrong with them; values are never repeated. */
  public static List<InputProblem> problems(JsonNode given) {
    if (!given.isObject()) {
      return List.of(new InputProblem("/extra_vars", "must be an object"));
    }
    List<InputProblem> problems = new ArrayList<>();
    given
        .fieldNames()
        .forEachRemaining(
            name -> {
              String pointer = "/extra_vars/" + name.replace("~", "~0").replace("/", "~1");
              if (!NAME.matcher(name).matches()) {
                problems.add(
                    new InputProblem(pointer, "is no variable: use letters, digits and _"));
              } else if (name.startsWith("ansible_") && !HARMLESS.contains(name)) {
                problems.add(
                    new InputProblem(
                        pointer, "is not for callers: how servers are reached is configuration"));
              }
            });
    return problems;
  }

  /**
   * As a file for Ansible. Every text is marked as unsafe, so that it stays a text: as a template
   * it could run programs on the machine of Caravan.
   */
  static String file(JsonNode vars) {
    StringBuilder yaml = new StringBuilder();
    write(vars, yaml);
    return yaml.append('\n').toString();
  }

  private static void write(JsonNode value, StringBuilder yaml) {
    if (value.isObject()) {
      yaml.append('{');
      String[] comma = {""};
      value
          .properties()
          .forEach(
              field -> {
                quoted(field.getKey(), yaml.append(comma[0]));
                write(field.getValue(), yaml.append(": "));
                comma[0] = ", ";
              });
      yaml.append('}');
    } else if (value.isArray()) {
      yaml.append('[');
      for (int i = 0; i < value.size(); i++) {
        write(value.path(i), yaml.append(i == 0 ? "" : ", "));
      }
      yaml.append(']');
    } else if (value.isTextual()) {
      quoted(value.asText(), yaml.append("!unsafe "));
    } else {
      yaml.append(value);
    }
  }

  private static void quoted(String text, StringBuilder yaml) {
    yaml.append('"');
    text.codePoints()
        .forEach(
            point -> {
              if (point >= ' ' && point < 0x7f && point != '"' && point != '\\') {
                yaml.append((char) point);
              } else {
                yaml.append("\\U%08x".formatted(point));
              }
            });
    yaml.append('"');
  }
}
