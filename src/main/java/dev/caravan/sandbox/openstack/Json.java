package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Short words for bodies. */
final class Json {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Json() {}

  /** Keys and values in turn. */
  static ObjectNode object(@Nullable Object... keysAndValues) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.set(String.valueOf(keysAndValues[i]), JSON.valueToTree(keysAndValues[i + 1]));
    }
    return object;
  }

  static ArrayNode array(Object... values) {
    return JSON.valueToTree(values);
  }

  static ArrayNode array(Collection<?> values) {
    return JSON.valueToTree(values);
  }

  static ObjectNode parse(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The texts in a list. */
  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  /** Whether something is there that is not null. */
  static boolean given(JsonNode node) {
    return !node.isMissingNode() && !node.isNull();
  }

  static List<ObjectNode> objects(JsonNode list) {
    List<ObjectNode> objects = new ArrayList<>();
    list.forEach(each -> objects.add((ObjectNode) each));
    return objects;
  }
}
