package dev.caravan.bpmn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BpmnExpressionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${dry_run}",
        "${ dry_run }",
        "${!dry_run}",
        "${not empty vendors}",
        "${existing == 'update' && count > 3}",
        "${(a or b) and not (c.d.e != \"x\")}",
        "${count le -1.5}",
        "${vendors[0].name eq 'it\\'s }'}",
        "${approved == null}",
        "${nrOfCompletedInstances == nrOfInstances}"
      })
  void allowsVariablesAndComparisons(String expression) {
    assertThat(BpmnExpression.problem(expression)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "dry_run                    | one expression",
        "${}                        | ends too early",
        "${  }                      | the expression is empty",
        "${a == }                   | ends too early",
        "${a b}                     | 'b' is not allowed here",
        "${a.b()}                   | calls a method",
        "${list(1)}                 | calls a method",
        "${a ? b : c}               | draw a gateway",
        "${a?.b}                    | draw a gateway",
        "${fn:size(a)}              | no function",
        "${a = 1}                   | '=' is not allowed here",
        "${a + 1}                   | '+' is not allowed here",
        "${a[b]}                    | only a whole number",
        "${a['b']}                  | only a whole number",
        "${a[-1]}                   | only a whole number",
        "${'x'.length}              | '.' is not allowed here",
        "${a; b}                    | ';' is not allowed here",
        "${(x) -> y}                | '-' is not allowed here",
        "${a.class}                 | belongs to the engine",
        "${execution}               | belongs to the engine",
        "${authenticatedUserId}     | belongs to the engine",
        "${a} ${b}                  | '}' is not allowed here",
        "${a == 'b\\n'}             | ''' is not allowed here",
        "${a$b}                     | '$' is not allowed here",
        "#{a}                       | write '${",
        "${a == '#{b}'}             | write '${",
      })
  void refusesEverythingElse(String expression, String reason) {
    assertThat(BpmnExpression.problem(expression))
        .hasValueSatisfying(why -> assertThat(why).contains(reason));
  }

  @ParameterizedTest
  @ValueSource(ints = {600, 100_000})
  void refusesAnExpressionThatIsTooLong(int length) {
    assertThat(BpmnExpression.problem("${" + "(".repeat(length) + "}"))
        .hasValueSatisfying(why -> assertThat(why).contains("at most 500"));
  }
}
