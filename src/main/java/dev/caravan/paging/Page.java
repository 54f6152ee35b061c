package dev.caravan.paging;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items the items, in the list's stable order
 * @param next the address of the next page, null at the end
 * @param unreadable what else would stand on this page but cannot be read; null where nothing
 */
public record Page<T>(
    List<T> items,
    @Nullable String next,
    @Schema(description = "What would stand on this page too but cannot be read; mostly left out")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<Unreadable> unreadable) {

  static final String ODD =
      "holds what this version of Caravan does not understand; the log says what";

  /**
   * A row that cannot be shown.
   *
   * @param id its id, or its name where it is known by that
   * @param problem why
   */
  public record Unreadable(String id, String problem) {}

  public Page {
    items = List.copyOf(items);
  }

  public Page(List<T> items, @Nullable String next) {
    this(items, next, null);
  }

  /**
   * The page that was asked for.
   *
   * @param rows what was read with {@link PageRequest#rowsToRead()} as the limit
   * @param key the sort key of a row
   */
  public static <T> Page<T> of(List<T> rows, PageRequest request, Function<T, Cursor> key) {
    return of(rows.stream().map(row -> new ReadRow<>(key.apply(row), row, null)).toList(), request);
  }

  /** The page that was asked for, of rows that may be unreadable. */
  public static <T> Page<T> of(List<ReadRow<T>> rows, PageRequest request) {
    boolean over = rows.size() > request.limit();
    List<ReadRow<T>> shown = over ? rows.subList(0, request.limit()) : rows;
    boolean more = over || (!rows.isEmpty() && rows.get(rows.size() - 1).cut());
    return new Page<>(
        ReadRow.items(shown),
        more ? request.linkTo(shown.get(shown.size() - 1).at()) : null,
        unreadable(shown));
  }

  /** All rows of a list that has no pages. */
  public static <T> Page<T> whole(List<ReadRow<T>> rows) {
    return new Page<>(ReadRow.items(rows), null, unreadable(rows));
  }

  private static <T> @Nullable List<Unreadable> unreadable(List<ReadRow<T>> rows) {
    List<Unreadable> found =
        rows.stream().map(ReadRow::unreadable).filter(Objects::nonNull).toList();
    return found.isEmpty() ? null : found;
  }

  /** The same page with each item in another form. */
  public <R> Page<R> map(Function<? super T, ? extends R> form) {
    return with(items.stream().<R>map(form).toList());
  }

  /** The same page with all items in another form. */
  public <R> Page<R> with(List<R> others) {
    return new Page<R>(others, next, unreadable);
  }
}
