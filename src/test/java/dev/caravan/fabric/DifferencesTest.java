package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three sides of a field: what git says, what was agreed on, what the cluster has. */
class DifferencesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode object(String spec) throws JsonProcessingException {
    return JSON.readTree("{\"metadata\":{\"name\":\"x\"},\"spec\":" + spec + "}");
  }

  private static List<String> told(List<Difference> found) {
    return found.stream().map(each -> each.field() + " " + each.origin().word()).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // desired; base; actual; what is told
        "{'a':1}; {'a':1}; {'a':1}; ''",
        "{'a':1}; {'a':1}; {'a':1.0,'b':2}; ''",
        "{'a':2}; {'a':1}; {'a':1}; /spec/a git",
        "{'a':1}; {'a':1}; {'a':2}; /spec/a cluster",
        "{'a':3}; {'a':1}; {'a':2}; /spec/a both",
        "{'a':3}; {'a':1}; {'a':3}; ''",
        "{'a':1}; {'a':1}; {}; /spec/a cluster",
        "{'a':1,'b':1}; {'a':1}; {'a':1}; /spec/b git",
        "{'a':1,'b':1}; {'a':1}; {'a':1,'b':2}; /spec/b unknown",
        "{'a':1}; {'a':1,'b':1}; {'a':1,'b':1}; /spec/b git",
        "{'a':1}; {'a':1,'b':1}; {'a':1,'b':2}; /spec/b both",
        "{'a':1}; {'a':1,'b':1}; {'a':1}; ''",
        "{'a':{'b':{'c':1}}}; {'a':{'b':{'c':1}}}; {'a':{'b':{'c':2,'d':3}}}; /spec/a/b/c cluster",
        "{'a':{'x/y':1}}; {'a':{'x/y':1}}; {'a':{'x/y':2}}; /spec/a/x~1y cluster",
        "{'l':[{'a':1}]}; {'l':[{'a':1}]}; {'l':[{'a':1,'filled':2}]}; ''",
        "{'l':[1,2]}; {'l':[1,2]}; {'l':[2,1]}; /spec/l cluster",
        "{'e':{}}; {'e':{}}; {}; ''"
      })
  void eachFieldHasItsOrigin(String desired, String base, String actual, String expected)
      throws JsonProcessingException {
    List<Difference> found =
        Differences.of(
            object(desired.replace('\'', '"')),
            object(base.replace('\'', '"')),
            object(actual.replace('\'', '"')),
            Normalisation.NONE,
            false);

    assertThat(String.join(", ", told(found))).isEqualTo(expected);
  }

  @Test
  void whatTheClusterKeepsIsSentAsItHasIt() throws JsonProcessingException {
    JsonNode desired = object("{\"git\":2,\"cluster\":1,\"gone\":1,\"l\":[1]}");
    JsonNode base = object("{\"git\":1,\"cluster\":1,\"gone\":1,\"l\":[1]}");
    JsonNode actual = object("{\"git\":1,\"cluster\":7,\"l\":[1,2]}");

    List<Difference> left = Differences.of(desired, base, actual, Normalisation.NONE, false);
    List<Difference> healed = Differences.of(desired, base, actual, Normalisation.NONE, true);

    assertThat(Differences.toApply(desired, left).path("spec"))
        .isEqualTo(JSON.readTree("{\"git\":2,\"cluster\":7,\"l\":[1,2]}"));
    assertThat(Differences.toApply(desired, healed)).isEqualTo(desired);
  }

  @Test
  void labelsThatAreDeclaredCountAndOthersDoNot() throws JsonProcessingException {
    JsonNode desired = JSON.readTree("{\"metadata\":{\"name\":\"x\",\"labels\":{\"a\":\"1\"}}}");
    JsonNode actual =
        JSON.readTree(
            "{\"metadata\":{\"name\":\"x\",\"uid\":\"u\",\"labels\":{\"a\":\"2\",\"b\":\"1\"}}}");

    assertThat(told(Differences.of(desired, desired, actual, Normalisation.NONE, false)))
        .containsExactly("/metadata/labels/a cluster");
  }
}
