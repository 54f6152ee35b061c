package dev.caravan.bpmn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word of an expression.
 *
 * @param text as written
 * @param kind what it is
 */
record BpmnToken(String text, Kind kind) {

  enum Kind {
    NAME,
    STRING,
    NUMBER,
    SYMBOL
  }

  static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

  /** Names that the engine or Java gives a meaning to; a variable cannot be called so. */
  static final Set<String> RESERVED =
      Set.of(
          "execution",
          "task",
          "variableContainer",
          "authenticatedUserId",
          "currentTenantId",
          "processInstance",
          "planItemInstance",
          "caseInstance",
          "class",
          "instanceof",
          "div",
          "mod");

  private static final Set<String> OPERATORS =
      Set.of("or", "and", "not", "empty", "eq", "ne", "lt", "le", "gt", "ge");
  private static final Set<String> CONSTANTS = Set.of("true", "false", "null");
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<name>"
              + NAME
              + ")|(?<number>-?[0-9]+(?:\\.[0-9]+)?)"
              + "|(?<string>'(?:[^'\\\\]|\\\\['\"\\\\])*'|\"(?:[^\"\\\\]|\\\\['\"\\\\])*\")"
              + "|(?<symbol>\\|\\||&&|[=!<>]=|\\S))\\s*");

  /** The words of an expression, in order. */
  static List<BpmnToken> split(String expression) throws BpmnExpression.Refused {
    List<BpmnToken> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(expression);
    int end = 0;
    while (matcher.find(end) && matcher.start() == end) {
      tokens.add(of(matcher));
      end = matcher.end();
    }
    if (end < expression.length()) {
      throw new BpmnExpression.Refused("the expression is empty");
    }
    return tokens;
  }

  private static BpmnToken of(Matcher matcher) throws BpmnExpression.Refused {
    for (Kind kind : Kind.values()) {
      String text = matcher.group(kind.name().toLowerCase(Locale.ROOT));
      if (text != null) {
        if (text.contains("${")) {
          throw new BpmnExpression.Refused("an expression cannot hold another one");
        }
        return new BpmnToken(text, kind);
      }
    }
    throw new BpmnExpression.Refused("unreadable");
  }

  boolean isName() {
    return kind == Kind.NAME && !OPERATORS.contains(text) && !CONSTANTS.contains(text);
  }

  boolean isLiteral() {
    return kind == Kind.STRING || kind == Kind.NUMBER || CONSTANTS.contains(text);
  }

  boolean isWholeNumber() {
    return kind == Kind.NUMBER && text.chars().allMatch(Character::isDigit);
  }

  boolean isOneOf(Set<String> symbols) {
    return (kind == Kind.SYMBOL || kind == Kind.NAME) && symbols.contains(text);
  }
}
