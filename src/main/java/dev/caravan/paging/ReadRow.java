package dev.caravan.paging;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.RowMapper;

/**
 * A row of a list as it was read: one that cannot be understood, as when another version of Caravan
 * wrote it, is told of in its place and hides no other.
 *
 * @param at its sort key
 * @param item what it holds, null where that cannot be understood
 * @param unreadable what is wrong with it, null where nothing is
 */
public record ReadRow<T>(Cursor at, @Nullable T item, Page.@Nullable Unreadable unreadable) {

  private static final Logger log = LoggerFactory.getLogger(ReadRow.class);

  /** Reads the sort key of a row. */
  @FunctionalInterface
  public interface Key {
    Cursor of(ResultSet row) throws SQLException;
  }

  /**
   * Reads rows one by one.
   *
   * @param id the column that names a row to callers
   */
  public static <T> RowMapper<ReadRow<T>> each(RowMapper<T> reader, String id, Key key) {
    return (row, n) -> {
      Cursor at = key.of(row);
      try {
        return new ReadRow<>(at, Objects.requireNonNull(reader.mapRow(row, n)), null);
      } catch (RuntimeException odd) {
        log.warn("The row {} of a list cannot be read", row.getString(id), odd);
        return new ReadRow<>(at, null, new Page.Unreadable(row.getString(id), Page.ODD));
      }
    };
  }

  /** Those that can be understood. */
  public static <T> List<T> items(List<ReadRow<T>> rows) {
    return rows.stream().map(ReadRow::item).filter(Objects::nonNull).toList();
  }
}
