package dev.caravan.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets of JSON, by names, schemas and texts: {@code hunter2} is one everywhere here. */
class SecretTreeTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'spec': {'snmp': {'community': 'hunter2'}}}",
        "{'spec': {'passwords': ['hunter2', 'hunter2']}}",
        "{'env': [{'name': 'DB_PASSWORD', 'value': 'hunter2'}]}",
        "{'headers': [{'name': 'Authorization', 'value': 'hunter2'}]}",
        "{'password': {'value': 'hunter2'}}",
        "{'token': {'plaintext': {'a': 'hunter2'}}}",
        "{'args': ['--user', 'ada', '--password', 'hunter2']}",
        "{'args': ['--password=hunter2']}",
        "{'data': {'app.conf': 'user=ada\\npassword=hunter2\\n'}}",
        "{'data': {'repo': 'https://ada:hunter2@example.org/a.git'}}",
        "{'items': [{'apiVersion': 'v1', 'kind': 'Secret', 'data': {'a': 'hunter2'}}]}"
      })
  void areConcealed(String object) {
    assertThat(SecretTree.shown(json(object)).toString())
        .doesNotContain("hunter2")
        .contains("(secret)");
  }

  @Test
  void aSecretInBase64IsConcealed() {
    String text = Base64.getEncoder().encodeToString("password: hunter2\n".getBytes(UTF_8));
    JsonNode shown = SecretTree.shown(json("{'binaryData': {'a': '%s'}}".formatted(text)));

    assertThat(shown.at("/binaryData/a").asText()).isEqualTo("(secret)");
  }

  @Test
  void whatIsNotSecretStays() {
    JsonNode object =
        json(
            "{'spec': {'vlan': 12, 'private': true, 'secretName': 'a', 'monkey': 'b',"
                + " 'password': '', 'passwordSecretRef': {'name': 'a', 'key': 'password'},"
                + " 'inboundCommunity': '65000:1'}}");

    assertThat(SecretTree.shown(object)).isEqualTo(object);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'properties': {'a': {'format': 'password'}}}",
        "{'properties': {'a': {'writeOnly': true}}}",
        "{'properties': {'a': {'x-kubernetes-sensitive': true}}}",
        "{'properties': {'a': {'$ref': '#/$defs/p'}}, '$defs': {'p': {'format': 'password'}}}",
        "{'additionalProperties': {'format': 'password'}}",
        "{'allOf': [{'properties': {'a': {'format': 'password'}}}]}",
        "{'properties': {'a': {'$ref': '#'}}, 'writeOnly': true}"
      })
  void aSchemaMarksSecrets(String schema) {
    JsonNode shown = SecretTree.shown(json("{'a': 'hunter2'}"), json(schema));

    assertThat(shown.path("a").asText()).isEqualTo("(secret)");
  }

  @Test
  void aSchemaMarksWhatIsInLists() {
    JsonNode shown =
        SecretTree.shown(
            json("{'a': [{'b': 'hunter2', 'c': 1}]}"),
            json(
                "{'properties': {'a': {'items': {'properties': {'b': {'format': 'password'}}}}}}"));

    assertThat(shown).isEqualTo(json("{'a': [{'b': '(secret)', 'c': 1}]}"));
  }

  @Test
  void onlyTheMarksOfASchemaAreKept() {
    JsonNode schema =
        json(
            "{'properties': {'spec': {'description': 'x', 'properties': {'a': {'type': 'string'},"
                + " 'b': {'items': {'$ref': '#/$defs/p'}}, 'c': {'additionalProperties':"
                + " {'writeOnly': true}}}}, 'again': {'$ref': '#'}},"
                + " '$defs': {'p': {'format': 'password'}}}");

    JsonNode marks = SchemaMarks.of(schema, schema).orElseThrow().path("properties").path("spec");

    assertThat(marks)
        .isEqualTo(
            json(
                "{'properties': {'b': {'items': {'writeOnly': true}},"
                    + " 'c': {'additionalProperties': {'writeOnly': true}}}}"));
    assertThat(SchemaMarks.of(json("{'properties': {'a': {}}}"), json("{}"))).isEmpty();
  }
}
