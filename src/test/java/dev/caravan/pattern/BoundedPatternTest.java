package dev.caravan.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns of others end, whatever they are. */
class BoundedPatternTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+$",
        "(a|a)*b",
        "(.*a){20}",
        "(a*)*b",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(.*)*(.*)*x"
      })
  void whatRunsAwayIsStopped(String pattern) {
    String text = "a".repeat(5_000) + "!";

    assertThatThrownBy(() -> BoundedPattern.compile(pattern).foundIn(text))
        .isInstanceOf(TooMuchWork.class)
        .hasMessageContaining("repetition inside repetition");
  }

  @Test
  void whatIsTooDeepIsStopped() {
    assertThatThrownBy(() -> BoundedPattern.compile("(a|b)*").foundIn("ab".repeat(200_000)))
        .isInstanceOf(TooMuchWork.class);
    assertThatThrownBy(() -> BoundedPattern.compile("(".repeat(4_900)))
        .isInstanceOf(PatternSyntaxException.class);
    assertThatThrownBy(() -> BoundedPattern.compile("a".repeat(5_001)))
        .isInstanceOf(PatternSyntaxException.class);
  }

  @Test
  void manySlowTextsTogetherHaveOneLimit() {
    BoundedPattern slow = BoundedPattern.compile(".*b");
    List<String> texts = IntStream.range(0, 5_000).mapToObj(i -> "a".repeat(500)).toList();

    assertThatThrownBy(() -> WorkLimit.within(() -> texts.stream().filter(slow::foundIn).toList()))
        .isInstanceOf(TooMuchWork.class);
    assertThat(WorkLimit.within(() -> slow.foundIn("aab"))).isTrue();
  }

  @Test
  void aDollarInASchemaIsTheVeryEnd() {
    BoundedSchemaPatterns schema = new BoundedSchemaPatterns();

    assertThat(schema.getRegularExpression("^[a-z]+$").matches("abc")).isTrue();
    assertThat(schema.getRegularExpression("^[a-z]+$").matches("abc\n")).isFalse();
    assertThat(schema.getRegularExpression("a|b$").matches("xb")).isTrue();
    assertThat(schema.getRegularExpression("costs \\$").matches("costs $5")).isTrue();
    assertThat(schema.getRegularExpression("\\\\$").matches("a\\")).isTrue();
    assertThat(schema.getRegularExpression("").matches("anything")).isTrue();
  }
}
