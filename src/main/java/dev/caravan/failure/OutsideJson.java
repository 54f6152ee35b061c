package dev.caravan.failure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads what outside systems and programs answer: with a mark in place of every character that can
 * be neither stored nor sent, so that an answer with one is told like any other.
 */
public final class OutsideJson {

  private OutsideJson() {}

  public static JsonNode read(ObjectMapper json, byte[] content) throws IOException {
    return cleaned(json.readTree(content));
  }

  private static JsonNode cleaned(JsonNode tree) {
    if (tree.isTextual()) {
      String text = tree.textValue();
      return Texts.flawOf(text).isEmpty() ? tree : TextNode.valueOf(Texts.cleaned(text));
    }
    if (tree instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, cleaned(array.get(i)));
      }
    } else if (tree instanceof ObjectNode object) {
      clean(object);
    }
    return tree;
  }

  private static void clean(ObjectNode object) {
    boolean sound = true;
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      field.setValue(cleaned(field.getValue()));
      sound &= Texts.flawOf(field.getKey()).isEmpty();
    }
    if (!sound) {
      Map<String, JsonNode> fields = new LinkedHashMap<>();
      object.properties().forEach(e -> fields.putIfAbsent(Texts.cleaned(e.getKey()), e.getValue()));
      object.removeAll();
      object.setAll(fields);
    }
  }
}
