package dev.caravan.ansible;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.failure.InputProblem;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What callers may set, and that it reaches Ansible as it was given. */
class ExtraVarsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

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
  void textsStayTextsWhateverTheyHold() {
    String vars =
        """
        {"template": "{{ lookup('pipe', 'id') }}", "quotes": "a\\"b\\\\c'd", "lines": "one\\ntwo\\t",
         "others": "é \u0085 \\u007f 🐪", "list": ["no", 1, 1.5, true, null, {}], "yes": "no: #x"}
        """;

    Object read = new Yaml(new Unsafe()).load(ExtraVars.file(json(vars)));

    assertThat(JSON.<JsonNode>valueToTree(read)).isEqualTo(json(vars));
    assertThat(ExtraVars.file(json(vars))).contains("!unsafe \"{{ lookup");
  }

  /** Reads the tag that Ansible knows. */
  private static final class Unsafe extends SafeConstructor {

    Unsafe() {
      super(new LoaderOptions());
      yamlConstructors.put(
          new Tag("!unsafe"),
          new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
              return ((ScalarNode) node).getValue();
            }
          });
    }
  }

  @Test
  void nothingAtAllIsAnEmptyObject() {
    assertThat(ExtraVars.file(json("{}"))).isEqualTo("{}\n");
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
