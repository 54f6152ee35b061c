package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Short words for bodies; written with their keys in order, as the API server does. */
final class Json {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final ObjectMapper YAML = new YAMLMapper();

  private Json() {}

  /** Keys and values in turn. */
  static ObjectNode object(Object... keysAndValues) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.set(String.valueOf(keysAndValues[i]), JSON.valueToTree(keysAndValues[i + 1]));
    }
    return object;
  }

  static JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }

  static String text(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what was written here. */
  static ObjectNode parse(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what somebody sent. */
  static JsonNode read(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }

  /** Reads YAML, of which JSON is a part that is read much quicker. */
  static JsonNode readYaml(String text) throws JsonProcessingException {
    return text.stripLeading().startsWith("{") ? JSON.readTree(text) : YAML.readTree(text);
  }

  static ObjectNode yaml(InputStream in) {
    try (in) {
      return (ObjectNode) YAML.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The object of this name within another; it is made where there is none. */
  static ObjectNode within(ObjectNode object, String name) {
    return object.get(name) instanceof ObjectNode inner ? inner : object.putObject(name);
  }
}
