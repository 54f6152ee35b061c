package dev.caravan.yaml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlDocumentTest {

  private static final int MOST_BYTES = 10_000;

  @ParameterizedTest
  @CsvSource({
    "yes, true",
    "Off, false",
    "1, 1",
    "-17, -17",
    "010, 8",
    "0x1F, 31",
    "0b101, 5",
    "1_000, 1000",
    "1:30, 90",
    "~, null",
    "1.50, 1.50",
    ".5, 0.5",
    "1.5e+3, 1.5E+3",
    "12345678901234567890, 12345678901234567890"
  })
  void readsPlainScalarsAsPyYamlDoes(String written, String meant) {
    assertThat(valueOf(written)).hasToString(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"12E3", "1e3", "08", "y", "2020-01-01", "=", "0o7", "1.2.3", "N/A"})
  void leavesAsTextWhatOnlyOtherReadersTakeForSomethingElse(String written) {
    assertThat(valueOf(written).isTextual()).isTrue();
    assertThat(valueOf(written).asText()).isEqualTo(written);
  }

  @Test
  void keepsDecimalsAsWritten() {
    assertThat(valueOf("9.10").decimalValue()).isEqualTo(new BigDecimal("9.10"));
    assertThat(valueOf("0.1").decimalValue()).isEqualTo(new BigDecimal("0.1"));
  }

  @Test
  void knowsTheLineOfEveryValue() {
    YamlDocument.Parsed parsed = parse("a: 1\nlist:\n  - name: x\n  - name: y\n    type: z\n");

    assertThat(parsed.lines())
        .containsEntry("/a", 1)
        .containsEntry("/list/1", 4)
        .containsEntry("/list/1/type", 5);
  }

  @Test
  void readsAByteOrderMarkAndWindowsLines() {
    assertThat(parse("\uFEFFa: 1\r\nb: 2\r\n").content()).hasToString("{\"a\":1,\"b\":2}");
  }

  @Test
  void unfoldsAnchorsAndMerges() {
    YamlDocument.Parsed parsed =
        parse("- &a {type: x, label: one}\n- {<<: *a, label: two}\n- *a\n");

    assertThat(parsed.problems()).isEmpty();
    assertThat(parsed.content())
        .hasToString(
            "[{\"type\":\"x\",\"label\":\"one\"},{\"label\":\"two\",\"type\":\"x\"},"
                + "{\"type\":\"x\",\"label\":\"one\"}]");
  }

  @Test
  void saysWhereTheSyntaxBreaks() {
    assertProblem("model: [1, 2\nslug: x\n", "", "yaml-syntax", "line 2");
    assertProblem("a: b: c\n", "", "yaml-syntax", "line 1, column 5");
    assertProblem("a:\n\t- b\n", "", "yaml-syntax", "line 2");
    assertProblem("a: \u0007\n", "", "yaml-syntax", "not YAML");
  }

  @Test
  void refusesDuplicateKeysAtTheirPlace() {
    assertProblem("a: 1\nb:\n  c: 1\n  c: 2\n", "/b/c", "yaml-duplicate-key", "line 4");
  }

  @Test
  void refusesEverythingButOneDocument() {
    assertProblem("a: 1\n---\nb: 2\n", "", "yaml-several-documents", "line 3");
    assertProblem("", "", "empty", "holds nothing");
    assertProblem("# nothing here\n", "", "empty", "holds nothing");
  }

  @Test
  void refusesBytesThatAreNoUtf8() {
    YamlDocument.Parsed parsed =
        YamlDocument.parse("a: 1\nb: caf\u00e9\n".getBytes(ISO_8859_1), 1000);

    assertThat(parsed.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.rule()).isEqualTo("encoding");
              assertThat(problem.message()).contains("line 2");
            });
  }

  @Test
  void refusesTagsThatBuildObjects() {
    assertProblem("a: !!javax.script.ScriptEngineManager []\n", "/a", "yaml-tag", "line 1");
    assertProblem("a: !!python/object:os.system x\n", "/a", "yaml-tag", "line 1");
    assertProblem("a: !!binary aGVsbG8=\n", "/a", "yaml-tag", "line 1");
  }

  @Test
  void refusesWhatUnfoldsWithoutEnd() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String alias = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", repeat(alias))));
    }
    assertThat(parse(bomb.toString()).problems()).isNotEmpty();
    assertThat(parse("a: &a [*a]\n").problems()).isNotEmpty();
    assertThat(parse("[".repeat(5000)).problems()).isNotEmpty();
    assertProblem("a: " + "x".repeat(MOST_BYTES), "", "too-large", "10,000 bytes");
  }

  private static String[] repeat(String text) {
    return IntStream.range(0, 9).mapToObj(i -> text).toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".inf", ".NaN", "1.0e+999999999", "99999999999999999999999999999999999999999"})
  void refusesNumbersThatAreNone(String written) {
    assertProblem("a: " + written + "\n", "/a", "yaml-number", "line 1");
  }

  private static JsonNode valueOf(String written) {
    YamlDocument.Parsed parsed = parse("a: " + written + "\n");
    assertThat(parsed.problems()).isEmpty();
    return parsed.content().path("a");
  }

  private static void assertProblem(String yaml, String pointer, String rule, String message) {
    assertThat(parse(yaml).problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.rule()).isEqualTo(rule);
              assertThat(problem.pointer()).isEqualTo(pointer);
              assertThat(problem.message()).contains(message);
            });
  }

  private static YamlDocument.Parsed parse(String yaml) {
    return YamlDocument.parse(yaml.getBytes(UTF_8), MOST_BYTES);
  }
}
