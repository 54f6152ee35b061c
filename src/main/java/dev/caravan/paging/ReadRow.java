package dev.caravan.paging;

import dev.caravan.failure.DatabaseFault;
import dev.caravan.failure.PermanentFailure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
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
 * @param cut whether the page ends with it although more was asked for and is there
 */
public record ReadRow<T>(
    Cursor at, @Nullable T item, Page.@Nullable Unreadable unreadable, boolean cut) {

  private static final Logger log = LoggerFactory.getLogger(ReadRow.class);

  public ReadRow(Cursor at, @Nullable T item, Page.@Nullable Unreadable unreadable) {
    this(at, item, unreadable, false);
  }

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
        return unreadable(at, row.getString(id), odd);
      }
    };
  }

  /** The same for what {@link PageBytes} bounded. */
  public static <T> RowMapper<ReadRow<T>> paged(RowMapper<T> reader, String id, Key key) {
    RowMapper<ReadRow<T>> each = each(reader, id, key);
    return (row, n) -> {
      ReadRow<T> read = Objects.requireNonNull(each.mapRow(row, n));
      return new ReadRow<>(
          read.at(), read.item(), read.unreadable(), row.getBoolean(PageBytes.CUT));
    };
  }

  /** The same row in another form, which may not be readable either. */
  public <R> ReadRow<R> as(String id, Function<? super T, R> form) {
    if (item == null) {
      return new ReadRow<>(at, null, unreadable, cut);
    }
    ReadRow<R> other = of(at, id, () -> form.apply(item));
    return new ReadRow<>(at, other.item(), other.unreadable(), cut);
  }

  /** Reads a row that is more than one of a table. */
  public static <T> ReadRow<T> of(Cursor at, String id, Supplier<T> reader) {
    try {
      return new ReadRow<>(at, reader.get(), null);
    } catch (RuntimeException odd) {
      return unreadable(at, id, odd);
    }
  }

  private static <T> ReadRow<T> unreadable(Cursor at, String id, RuntimeException odd) {
    if (DatabaseFault.of(odd).isPresent()) {
      throw odd; // the database, not the row
    }
    log.warn("The row {} of a list cannot be read", id, odd);
    return new ReadRow<>(at, null, new Page.Unreadable(id, Page.ODD));
  }

  /**
   * Reads the one row that is asked for: where it cannot be understood, that is a conflict, and no
   * defect of this version.
   *
   * @param what it is, such as fabric
   */
  public static <T> RowMapper<T> one(RowMapper<T> reader, String what) {
    return (row, n) -> {
      try {
        return reader.mapRow(row, n);
      } catch (RuntimeException odd) {
        log.warn("A {} cannot be read", what, odd);
        throw PermanentFailure.conflict("This %s %s".formatted(what, Page.ODD));
      }
    };
  }

  /** Those that can be understood. */
  public static <T> List<T> items(List<ReadRow<T>> rows) {
    return rows.stream().map(ReadRow::item).filter(Objects::nonNull).toList();
  }
}
