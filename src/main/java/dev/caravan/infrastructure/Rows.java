package dev.caravan.infrastructure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import org.jspecify.annotations.Nullable;

/** Reads what PostgreSQL keeps as JSON. */
final class Rows {

  private Rows() {}

  static JsonNode tree(ObjectMapper json, @Nullable String text) {
    try {
      return text == null ? NullNode.getInstance() : json.readTree(text);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("the database gave broken JSON", impossible);
    }
  }
}
