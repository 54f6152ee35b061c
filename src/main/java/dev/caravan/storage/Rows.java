package dev.caravan.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads times, texts and JSON as PostgreSQL keeps them. */
public final class Rows {

  private Rows() {}

  /** The time in a column that always holds one. */
  public static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** The time in a column, if it holds one. */
  public static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  /** The texts in a column of type text[]; a null among them is none. */
  public static List<String> texts(ResultSet row, String column) throws SQLException {
    return Arrays.stream((String[]) row.getArray(column).getArray())
        .filter(Objects::nonNull)
        .toList();
  }

  /** The JSON that a column holds; JSON's null where it holds none. */
  public static JsonNode tree(ObjectMapper json, @Nullable String text) {
    JsonNode tree = treeOrNull(json, text);
    return tree == null ? NullNode.getInstance() : tree;
  }

  /** The JSON that a column holds, if it holds any. */
  public static @Nullable JsonNode treeOrNull(ObjectMapper json, @Nullable String text) {
    try {
      return text == null ? null : json.readTree(text);
    } catch (JsonProcessingException impossible) {
      throw broken(impossible);
    }
  }

  /** What a column holds as JSON. */
  public static <T> T value(ObjectMapper json, String text, TypeReference<T> type) {
    try {
      return json.readValue(text, type);
    } catch (JsonProcessingException impossible) {
      throw broken(impossible);
    }
  }

  private static IllegalStateException broken(JsonProcessingException impossible) {
    return new IllegalStateException("the database gave broken JSON", impossible);
  }
}
