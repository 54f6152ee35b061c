package dev.caravan.ansible;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.failure.InputProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers may set, and that it reaches Ansible as it was given. */
class ExtraVarsTest {

  /** As a request is read. */
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  @Test
  void callersDoNotSayHowServersAreReached() {
    JsonNode vars =
        json(
            """
            {"ansible_connection": "local", "ansible_ssh_common_args": "-o ProxyCommand=x",
             "ansible_become_password": "fine", "two words": 1, "fine": 1}
            """);

    assertThat(ExtraVars.problems(vars))
        .extracting(InputProblem::pointer)
        .containsExactlyInAnyOrder(
            "/extra_vars/ansible_connection",
            "/extra_vars/ansible_ssh_common_args",
            "/extra_vars/two words");
    assertThat(ExtraVars.problems(json("[1]")))
        .extracting(InputProblem::pointer)
        .containsExactly("/extra_vars");
  }

  @Test
  void callersDoNotSayWhatAnsiblesJsonSays() {
    JsonNode vars =
        json(
            """
            {"a": {"__ansible_unsafe": "x"}, "b": [1, {"c/d": {"__ansible_vault": "x"}}], "__ansible_type": 1,
             "d": {"ansible_unsafe": "fine", "__ansible": "fine"}}
            """);

    assertThat(ExtraVars.problems(vars))
        .extracting(InputProblem::pointer)
        .containsExactlyInAnyOrder(
            "/extra_vars/__ansible_type",
            "/extra_vars/a/__ansible_unsafe",
            "/extra_vars/b/1/c~1d/__ansible_vault");
  }

  @Test
  void everyTextIsMarked() {
    String vars =
        """
        {"t":"{{ lookup('pipe', 'id') }}","l":["no",{"k":"\u2028 🐪"}],"n":null,"b":true}
        """;

    assertThat(ExtraVars.file(json(vars)))
        .isEqualTo(
            """
            {"t":{"__ansible_unsafe":"{{ lookup('pipe', 'id') }}"},"l":[{"__ansible_unsafe":"no"},{"k":{"__ansible_unsafe":"\u2028 🐪"}}],"n":null,"b":true}
            """);
    assertThat(ExtraVars.file(json("{}"))).isEqualTo("{}\n");
  }

  /** As given, and as Python's reader of JSON tells decimal numbers from whole ones. */
  @ParameterizedTest
  @CsvSource({
    "1e22, 1E+22",
    "1e+22, 1E+22",
    "1E-7, 1E-7",
    "-2.50, -2.5",
    "1.0, 1.0",
    "0.0, 0.0",
    "100.0, 1E+2",
    "123456789012345678.5, 123456789012345678.5",
    "1, 1",
    "-9007199254740993, -9007199254740993",
    "123456789012345678901234567890, 123456789012345678901234567890"
  })
  void numbersStayWholeOrDecimal(String given, String written) {
    JsonNode kept = json(ExtraVars.kept(json("{\"v\": [" + given + "]}")));

    assertThat(ExtraVars.file(kept)).isEqualTo("{\"v\":[" + written + "]}\n");
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
