package dev.caravan.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads times and JSON from the columns of a row. */
@Component
class Rows {

  private final ObjectMapper json;

  Rows(ObjectMapper json) {
    this.json = json;
  }

  Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  JsonNode json(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    try {
      return text == null ? NullNode.getInstance() : json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new SQLException("Column " + column + " holds no JSON", e);
    }
  }
}
