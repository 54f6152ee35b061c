package dev.caravan.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What sigs.k8s.io/yaml 1.6.0 made of these texts. */
class KubernetesYamlTest {

  private static final int MOST_BYTES = 16 * 1024 * 1024;

  private static List<YamlDocument.Parsed> read(String text) {
    return KubernetesYaml.documents(text.getBytes(UTF_8), MOST_BYTES);
  }

  private static JsonNode only(String text) {
    List<YamlDocument.Parsed> all = read(text);
    assertThat(all).singleElement().extracting(YamlDocument.Parsed::problems).asList().isEmpty();
    return all.get(0).content();
  }

  private static List<String> all(String text) {
    assertThat(read(text)).allMatch(each -> each.problems().isEmpty());
    return read(text).stream()
        .map(YamlDocument.Parsed::content)
        .filter(each -> !each.isNull())
        .map(JsonNode::toString)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "65102:50",
        "52:54:00:12:34:56",
        "22:30",
        "190:20:30.15",
        "2001-01-01",
        "2001-12-14t21:59:43.10-05:00",
        "0o8",
        "0x",
        "0b",
        "1e",
        "e1",
        "tRue",
        "nUll",
        "_1",
        "..",
        ".e1",
        "=",
        "1.2.3"
      })
  void isText(String written) {
    assertThat(only("a: " + written).path("a").textValue()).isEqualTo(written);
    assertThat(KubernetesYaml.isText(written)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "y, true",
    "N, false",
    "yes, true",
    "on, true",
    "Off, false",
    "TRUE, true",
    "~, null",
    "NULL, null",
    "'', null",
    "0o17, 15",
    "017, 15",
    "-017, -15",
    "089, 89",
    "08, 8",
    "00, 0",
    "1_000, 1000",
    "1__0_, 10",
    "0x1F, 31",
    "0X_1f, 31",
    "+0x1F, 31",
    "-0b101, -5",
    "+5, 5",
    "1.0, 1",
    "1., 1",
    "1.50, 1.5",
    "-.5, -0.5",
    ".5e3, 500",
    "1_000.5, 1000.5",
    "1e3, 1000",
    "12E3, 12000",
    "-0, 0",
    "9223372036854775807, 9223372036854775807",
    "9223372036854775808, 9.223372036854776E+18",
    "18446744073709551616, 1.8446744073709552E+19",
    "12345678901234567890, 1.2345678901234567E+19",
    "0.000001, 0.000001",
    "123456789.123456789123, 123456789.12345679",
    "!!str 5, '\"5\"'",
    "!!int \"5\", 5",
    "!!float 5, 5",
    "!!bool \"yes\", true",
    "!!binary aGVsbG8=, '\"hello\"'",
    "!!timestamp 2001-01-01, '\"2001-01-01\"'"
  })
  void isAnotherValue(String written, String meant) {
    assertThat(only("a: " + written).path("a")).hasToString(meant);
  }

  @ParameterizedTest
  @CsvSource({
    "1: a, 1",
    "yes: a, true",
    "1.5: a, 1.5",
    "0x10: a, 16",
    "1e3: a, 1000",
    "5E9: a, 5e+09",
    "2001-01-01: a, 2001-01-01",
    "'\"<<\": a', <<"
  })
  void keysAreTexts(String written, String key) {
    assertThat(only(written).properties()).singleElement().hasToString(key + "=\"a\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e400",
        ".inf",
        ".nan",
        "-.INF",
        "!!int abc",
        "!!null x",
        "{~: a}",
        "{[a]: b}",
        "{b: 1, b: 2}",
        "{1: a, \"1\": b}",
        "!!binary '*'",
        "!vault x",
        "{<<: 1}"
      })
  void whatCannotBeSaidIsRefused(String written) {
    assertThat(read("a: " + written).get(0).problems()).isNotEmpty();
  }

  @Test
  void mergesGoInTheOrderInWhichTheyStand() {
    assertThat(only("{<<: {a: 2, b: 3}, a: 1}")).hasToString("{\"a\":1,\"b\":3}");
    assertThat(only("{a: 1, <<: {a: 2, b: 3}}")).hasToString("{\"a\":2,\"b\":3}");
    assertThat(only("{<<: [{a: 2}, {a: 9, c: 1}]}")).hasToString("{\"a\":2,\"c\":1}");
  }

  @Test
  void aFileHoldsAnyNumberOfDocuments() {
    assertThat(all("---\na: 1\n---\n# only\n---\n---\nb: 2\n...\n---\n"))
        .containsExactly("{\"a\":1}", "{\"b\":2}");
    assertThat(all("# nothing\n")).isEmpty();
    assertThat(all("")).isEmpty();
    assertThat(all("\uFEFF---\r\na: 1\r\n---\r\nb: |\r\n  x\r\n"))
        .containsExactly("{\"a\":1}", "{\"b\":\"x\\n\"}");
    assertThat(all("{\"a\": 1.0}\n{\"a\": 1e3, \"b\": \"x\\/y\"}\n"))
        .containsExactly("{\"a\":1}", "{\"a\":1000,\"b\":\"x/y\"}");
    assertThat(all("{a: b}\n")).containsExactly("{\"a\":\"b\"}");
    String many =
        IntStream.range(0, 3000)
            .mapToObj(i -> "a: " + i + "\n")
            .collect(Collectors.joining("---\n"));
    assertThat(all(many)).hasSize(3000);
  }

  @Test
  void aTabBetweenValuesIsABlank() {
    assertThat(only("a:\tb\nc: {\t\"d\":\t1,\n\t\"e\": 2}\n"))
        .hasToString("{\"a\":\"b\",\"c\":{\"d\":1,\"e\":2}}");
    assertThat(only("{\n\t\"a\":\t[1,\n\t2]\n}\n")).hasToString("{\"a\":[1,2]}");
    assertThat(only("a: |\n  x:\ty\nb:\tc\n").path("a").textValue()).isEqualTo("x:\ty\n");
    assertThat(read("a:\n\tb: 1\n").get(0).problems()).isNotEmpty();
  }

  @Test
  void aliasesAreAsManyAsThereAre() {
    StringBuilder text = new StringBuilder("a: &d {x: 1, w: {z: [1, 2, 3]}}\n");
    for (int i = 0; i < 2000; i++) {
      text.append("k").append(i).append(": {<<: *d, x: ").append(i).append("}\n");
    }
    JsonNode content = only(text.toString());
    assertThat(content).hasSize(2001);
    assertThat(content.path("k1999")).hasToString("{\"x\":1999,\"w\":{\"z\":[1,2,3]}}");
  }

  @Test
  void whatUnfoldsWithoutEndIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String alias = ("*a" + (i - 1) + ", ").repeat(9);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, alias));
    }
    assertThat(read(bomb.toString()).get(0).problems())
        .singleElement()
        .extracting(YamlProblem::message)
        .asString()
        .contains("by aliases");
    assertThat(read("a: &a {b: *a}\n").get(0).problems()).isNotEmpty();
    assertThat(read("a: &a [*a, *a]\n").get(0).problems()).isNotEmpty();
    assertThat(read("[".repeat(100_000)).get(0).problems()).isNotEmpty();
    assertThat(read("{\"a\":".repeat(100_000)).get(0).problems()).isNotEmpty();
  }

  @Test
  void realDefinitionsNestDeeply() {
    String deep =
        IntStream.range(0, 120).mapToObj(i -> " ".repeat(i) + "a:\n").collect(Collectors.joining());
    assertThat(read(deep).get(0).problems()).isEmpty();
  }
}
