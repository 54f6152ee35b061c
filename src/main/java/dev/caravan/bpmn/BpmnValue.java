package dev.caravan.bpmn;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What an attribute or a text may hold; the allow-list names these kinds. */
enum BpmnValue {
  ID(
      matching(
          "[A-Za-z_][A-Za-z0-9_.-]{0,127}", "must be an id: a letter, then letters, digits, _")),
  TEXT(BpmnValue::textProblem),
  TEMPLATE(BpmnValue::templateProblem),
  WORD(matching("[A-Za-z0-9_.:#/-]{0,200}", "must be one word")),
  WORDS(matching("[A-Za-z0-9_.@,: /-]{0,1000}", "must be words with commas between them")),
  NUMBER(matching("-?[0-9]{1,9}(\\.[0-9]{1,20})?", "must be a number")),
  BOOLEAN(matching("true|false", "must be true or false")),
  FORMAL(matching("([A-Za-z0-9]+:)?tFormalExpression", "must be tFormalExpression")),
  SCHEMA(
      matching(
          "http://www\\.omg\\.org/[A-Za-z0-9./ ]+(http://www\\.omg\\.org/[A-Za-z0-9./]+)?",
          "may name the schemas of www.omg.org alone")),
  VARIABLE(BpmnExpression::nameProblem),
  WORKFLOW(
      matching(
          "[a-z][a-z0-9]*(-[a-z0-9]+)*",
          "must be a workflow's name as it is: lower-case words with hyphens, such as"
              + " import-vendors")),
  TOPIC(
      matching(
          "[a-z][a-z0-9]*(-[a-z0-9]+)*\\.[a-z][a-z0-9]*(-[a-z0-9]+)*",
          "must be <system>.<operation> as it is, such as netbox.create-types")),
  OUTCOME(matching("completed|failed", "must be completed or failed")),
  CONDITION(BpmnExpression::problem),
  COLLECTION(BpmnValue::variableOrExpression),
  CARDINALITY(BpmnValue::numberOrVariable),
  DURATION(BpmnTimes::durationProblem),
  CYCLE(BpmnTimes::cycleProblem),
  DATE(BpmnTimes::dateProblem);

  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{[^}]*}");

  @SuppressWarnings("ImmutableEnumChecker") // every check is a pure function
  private final Function<String, Optional<String>> check;

  BpmnValue(Function<String, Optional<String>> check) {
    this.check = check;
  }

  /** What is wrong with the value, absent where nothing is. */
  Optional<String> problem(String value) {
    return check.apply(value);
  }

  private static Function<String, Optional<String>> matching(String pattern, String message) {
    Pattern compiled = Pattern.compile(pattern);
    return value ->
        compiled.matcher(value).matches()
            ? Optional.empty()
            : Optional.of(message + ", not '" + shortened(value) + "'");
  }

  private static Optional<String> textProblem(String value) {
    return value.contains("${") || value.contains("#{")
        ? Optional.of("may not hold an expression")
        : Optional.empty();
  }

  private static Optional<String> templateProblem(String value) {
    if (value.contains("\\")) {
      return Optional.of("may not hold a backslash");
    }
    Optional<String> problem =
        EXPRESSION
            .matcher(value)
            .results()
            .flatMap(found -> BpmnExpression.problem(found.group()).stream())
            .findFirst();
    return problem.or(() -> textProblem(EXPRESSION.matcher(value).replaceAll(" ")));
  }

  private static Optional<String> variableOrExpression(String value) {
    return value.contains("{") ? BpmnExpression.problem(value) : BpmnExpression.nameProblem(value);
  }

  private static Optional<String> numberOrVariable(String value) {
    return value.contains("{") ? BpmnExpression.problem(value) : NUMBER_OF_ITEMS.apply(value);
  }

  private static final Function<String, Optional<String>> NUMBER_OF_ITEMS =
      matching("[0-9]{1,4}", "must be a number up to 9999 or a variable in '${…}'");

  private static String shortened(String value) {
    return value.length() > 60 ? value.substring(0, 60) + "…" : value;
  }
}
