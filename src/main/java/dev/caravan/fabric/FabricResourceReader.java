package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/** Reads an object of a fabric from its row. */
@Component
class FabricResourceReader implements RowMapper<FabricResource> {

  private final ObjectMapper json;
  private final Concealing concealing;

  FabricResourceReader(ObjectMapper json, Concealing concealing) {
    this.json = json;
    this.concealing = concealing;
  }

  @Override
  public FabricResource mapRow(ResultSet row, int n) throws SQLException {
    return new FabricResource(
        row.getObject("id", UUID.class),
        row.getObject("fabric_id", UUID.class),
        row.getString("api_group"),
        row.getString("kind"),
        row.getString("namespace"),
        row.getString("name"),
        concealed(row, "desired"),
        row.getString("desired_commit"),
        row.getString("desired_file"),
        concealed(row, "base"),
        row.getString("applied_uid"),
        row.getString("applied_commit"),
        Rows.timeOrNull(row, "applied_at"),
        concealed(row, "actual"),
        row.getString("uid"),
        row.getString("resource_version"),
        row.getObject("generation", Long.class),
        row.getString("health"),
        row.getString("health_message"),
        row.getString("state"),
        row.getString("drift"),
        Rows.tree(json, row.getString("differences")),
        row.getString("action"),
        Rows.tree(json, row.getString("normalised")),
        optional(row, "failure"),
        row.getString("released_uid"),
        row.getBoolean("stale"),
        Rows.time(row, "updated_at"));
  }

  /** Also of what was written before secrets were concealed. */
  private @Nullable JsonNode concealed(ResultSet row, String column) throws SQLException {
    JsonNode object = optional(row, column);
    return object == null
        ? null
        : concealing.concealed(
            row.getObject("fabric_id", UUID.class),
            row.getString("api_group"),
            row.getString("kind"),
            object);
  }

  /** What a column holds; null where it holds nothing. */
  @Nullable JsonNode optional(ResultSet row, String column) throws SQLException {
    return Rows.treeOrNull(json, row.getString(column));
  }
}
