package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.PermanentFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads a list of NetBox to its end, page by page. */
public final class Listing implements NetBoxCall {

  /** NetBox gives no more at once, whatever is asked for. */
  private static final int PAGE = 1000;

  private final String path;
  private final String query;
  private final Consumer<JsonNode> row;
  private final Set<String> read;

  private Listing(String path, String query, Consumer<JsonNode> row, Set<String> read) {
    this.path = path;
    this.query = query;
    this.row = row;
    this.read = read;
  }

  /**
   * A list of objects, whole.
   *
   * @param query filters and fields; the page size is added
   * @param row takes each object in
   */
  public static Listing of(String path, String query, Consumer<JsonNode> row) {
    return new Listing(
        path, query + (query.isEmpty() ? "" : "&") + "limit=" + PAGE, row, new HashSet<>());
  }

  @Override
  public Optional<NetBoxRequest> request() {
    return Optional.of(NetBoxRequest.get(path, query));
  }

  @Override
  public List<Turn> answered(NetBoxAnswer answer) {
    JsonNode page =
        Unusable.unless(answer.status() == 200, NetBoxRequest.get(path, query), answer).body();
    page.path("results").forEach(row);
    read.add(query);
    Optional<String> next = next(page);
    if (next.filter(read::contains).isPresent()) {
      throw PermanentFailure.integration(
          "NetBox's list %s has no end: after a page comes one that was there before (%s)"
              .formatted(path, next.get()));
    }
    return next.<List<Turn>>map(rest -> List.of(new Listing(path, rest, row, read)))
        .orElse(List.of());
  }

  /** Only the query of the link is followed: a proxy may have written another address into it. */
  private static Optional<String> next(JsonNode page) {
    String link = page.path("next").asText("");
    int mark = link.indexOf('?');
    return mark < 0 || page.path("next").isNull()
        ? Optional.empty()
        : Optional.of(link.substring(mark + 1));
  }
}
