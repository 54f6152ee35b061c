package dev.caravan.ansible;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.JsonPointers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The variables that a caller gives to a playbook. */
public final class ExtraVars {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** What Ansible's JSON says of a value by the key of an object around it. */
  private static final String MARKS = "__ansible_";

  private static final String UNSAFE = MARKS + "unsafe";

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
              String pointer = JsonPointers.of("/extra_vars", name);
              if (!NAME.matcher(name).matches()) {
                problems.add(
                    new InputProblem(pointer, "is no variable: use letters, digits and _"));
              } else if (name.startsWith("ansible_") && !HARMLESS.contains(name)) {
                problems.add(
                    new InputProblem(
                        pointer, "is not for callers: how servers are reached is configuration"));
              }
            });
    marks(given, "/extra_vars", problems);
    return problems;
  }

  /** Keys at any depth by which Ansible would take an object for something else. */
  private static void marks(JsonNode value, String pointer, List<InputProblem> problems) {
    int i = 0;
    for (JsonNode item : value.isArray() ? value : List.<JsonNode>of()) {
      marks(item, JsonPointers.of(pointer, i++), problems);
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String at = JsonPointers.of(pointer, field.getKey());
      if (field.getKey().startsWith(MARKS)) {
        problems.add(new InputProblem(at, "begins with " + MARKS + ", which is Ansible's own"));
      } else {
        marks(field.getValue(), at, problems);
      }
    }
  }

  /**
   * As a file for Ansible: JSON, in which every text is marked as unsafe, so that it stays a text:
   * as a template it could run programs on the machine of Caravan. It is no YAML, in which Ansible
   * 2.19 and later takes a marked {@code "yes"} or {@code "1"} for what it looks like.
   */
  static String file(JsonNode vars) {
    return exact(vars, text -> JsonNodeFactory.instance.objectNode().set(UNSAFE, text)) + "\n";
  }

  /** As JSON that is the same again when it is read: {@code 1.0} does not become {@code 1}. */
  static String kept(JsonNode vars) {
    return exact(vars, text -> text).toString();
  }

  private static JsonNode exact(JsonNode value, UnaryOperator<JsonNode> text) {
    if (value.isObject()) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      value.properties().forEach(field -> copy.set(field.getKey(), exact(field.getValue(), text)));
      return copy;
    }
    if (value.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      value.forEach(each -> copy.add(exact(each, text)));
      return copy;
    }
    if (value.isFloatingPointNumber()) {
      BigDecimal number = value.decimalValue();
      return DecimalNode.valueOf(number.scale() == 0 ? number.setScale(1) : number);
    }
    return value.isTextual() ? text.apply(value) : value;
  }
}
