package dev.caravan.paging;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which page a caller asks for; as a controller's parameter it is read from {@code limit} and
 * {@code cursor}.
 *
 * @param limit the most items to answer, 1 to 1000
 * @param cursor where the page before ended, null for the first page
 * @param list the list's address with its filters but without {@code cursor}; links are made of it
 */
public record PageRequest(int limit, @Nullable Cursor cursor, String list) {

  public static final int DEFAULT_LIMIT = 50;
  public static final int MAX_LIMIT = 1000;

  public PageRequest {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw PermanentFailure.validation(
          "The query has a problem",
          List.of(new InputProblem("/limit", "must be a whole number from 1 to " + MAX_LIMIT)));
    }
  }

  /** The first page of a list, of the default size. */
  public static PageRequest first(String list) {
    return new PageRequest(DEFAULT_LIMIT, null, list);
  }

  /** Where to go on after, absent for the first page. */
  public Optional<Cursor> after() {
    return Optional.ofNullable(cursor);
  }

  /** How many rows to read: one more than the limit, which says whether a next page exists. */
  public int rowsToRead() {
    return limit + 1;
  }

  String linkTo(Cursor next) {
    return list + (list.contains("?") ? "&" : "?") + "cursor=" + next.encodedFor(list);
  }
}
