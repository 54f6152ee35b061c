package dev.caravan.bpmn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The expressions that a BPMN file may use: variables, literals, comparisons, {@code and}, {@code
 * or}, {@code not}, {@code empty} and parentheses. Nothing in it can call anything, so nothing can
 * be run by it.
 *
 * <pre>
 * or       := and ( ("||" | "or") and )*
 * and      := relation ( ("&amp;&amp;" | "and") relation )*
 * relation := unary ( comparison unary )*
 * unary    := ("!" | "not" | "empty") unary | "(" or ")" | literal | path
 * path     := name ( "." name | "[" whole number "]" )*
 * </pre>
 */
final class BpmnExpression {

  private static final int MAX_LENGTH = 500;
  private static final Set<String> OR = Set.of("||", "or");
  private static final Set<String> AND = Set.of("&&", "and");
  private static final Set<String> UNARY = Set.of("!", "not", "empty");
  private static final Set<String> COMPARISONS =
      Set.of("==", "!=", "<", "<=", ">", ">=", "eq", "ne", "lt", "le", "gt", "ge");

  private final List<BpmnToken> tokens;
  private int next;

  private BpmnExpression(List<BpmnToken> tokens) {
    this.tokens = tokens;
  }

  /** What is wrong with a whole {@code ${…}}, absent where it may be used. */
  static Optional<String> problem(String expression) {
    if (expression.contains("#{")) {
      return Optional.of("'#{…}' is not allowed: write '${…}'");
    }
    if (!expression.startsWith("${") || !expression.endsWith("}")) {
      return Optional.of("must be one expression in '${…}'");
    }
    if (expression.length() > MAX_LENGTH) {
      return Optional.of("an expression has at most " + MAX_LENGTH + " characters");
    }
    try {
      String inside = expression.substring(2, expression.length() - 1);
      new BpmnExpression(BpmnToken.split(inside)).whole();
      return Optional.empty();
    } catch (Refused e) {
      return Optional.of("holds an expression that is not allowed: " + e.getMessage());
    }
  }

  /** The variables that an expression reads, without those that it has no name for. */
  static List<String> variables(String inside) {
    List<String> variables = new ArrayList<>();
    try {
      @Nullable BpmnToken before = null;
      for (BpmnToken token : BpmnToken.split(inside)) {
        if (token.isName() && (before == null || !before.text().equals("."))) {
          variables.add(token.text());
        }
        before = token;
      }
    } catch (Refused unreadable) {
      return List.of();
    }
    return variables;
  }

  /** What is wrong with the name of a variable. */
  static Optional<String> nameProblem(String name) {
    try {
      if (!BpmnToken.NAME.matcher(name).matches()) {
        return Optional.of("must be the name of a variable: letters, digits and underscores");
      }
      checkName(name);
      return Optional.empty();
    } catch (Refused e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  private void whole() throws Refused {
    or();
    if (next < tokens.size()) {
      throw unexpected();
    }
  }

  private void or() throws Refused {
    do {
      and();
    } while (takes(OR));
  }

  private void and() throws Refused {
    do {
      relation();
    } while (takes(AND));
  }

  private void relation() throws Refused {
    do {
      unary();
    } while (takes(COMPARISONS));
  }

  private void unary() throws Refused {
    if (takes(UNARY)) {
      unary();
    } else if (takes(Set.of("("))) {
      or();
      require(")");
    } else if (next < tokens.size() && tokens.get(next).isLiteral()) {
      next++;
    } else {
      path();
    }
  }

  private void path() throws Refused {
    checkName(name());
    while (true) {
      if (takes(Set.of("."))) {
        checkName(name());
      } else if (takes(Set.of("["))) {
        if (next >= tokens.size() || !tokens.get(next).isWholeNumber()) {
          throw new Refused("only a whole number may stand in '[…]'");
        }
        next++;
        require("]");
      } else {
        return;
      }
    }
  }

  private static void checkName(String name) throws Refused {
    if (BpmnToken.RESERVED.contains(name)) {
      throw new Refused("'" + name + "' belongs to the engine and is out of reach");
    }
  }

  private String name() throws Refused {
    if (next >= tokens.size() || !tokens.get(next).isName()) {
      throw unexpected();
    }
    return tokens.get(next++).text();
  }

  private boolean takes(Set<String> symbols) {
    boolean taken = next < tokens.size() && tokens.get(next).isOneOf(symbols);
    if (taken) {
      next++;
    }
    return taken;
  }

  private void require(String symbol) throws Refused {
    if (!takes(Set.of(symbol))) {
      throw unexpected();
    }
  }

  private Refused unexpected() {
    if (next >= tokens.size()) {
      return new Refused("the expression ends too early");
    }
    String found = tokens.get(next).text();
    return new Refused(
        switch (found) {
          case "(" -> "'(' after a name calls a method: only variables may be read";
          case ":" -> "':' is not allowed: no function, no choice of values";
          case "?" -> "'? :' is not allowed: draw a gateway";
          default -> "'" + found + "' is not allowed here";
        });
  }

  /** The expression leaves the grammar; the message says where. */
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }
}
