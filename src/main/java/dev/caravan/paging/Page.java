package dev.caravan.paging;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items the items, in the list's stable order
 * @param next the address of the next page, null at the end
 */
public record Page<T>(List<T> items, @Nullable String next) {

  public Page {
    items = List.copyOf(items);
  }

  /**
   * The page that was asked for.
   *
   * @param rows what was read with {@link PageRequest#rowsToRead()} as the limit
   * @param key the sort key of a row
   */
  public static <T> Page<T> of(List<T> rows, PageRequest request, Function<T, Cursor> key) {
    if (rows.size() <= request.limit()) {
      return new Page<>(rows, null);
    }
    List<T> items = rows.subList(0, request.limit());
    return new Page<>(items, request.linkTo(key.apply(items.get(items.size() - 1))));
  }

  /** The same page with each item in another form. */
  public <R> Page<R> map(Function<? super T, ? extends R> form) {
    return new Page<R>(items.stream().<R>map(form).toList(), next);
  }
}
