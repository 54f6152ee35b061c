package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a list of NetBox to its end, page by page. */
public final class Listing implements NetBoxCall {

  /** NetBox gives no more at once, whatever is asked for. */
  private static final int PAGE = 1000;

  private final String path;
  private final String query;
  private final Consumer<JsonNode> row;

  private Listing(String path, String query, Consumer<JsonNode> row) {
    this.path = path;
    this.query = query;
    this.row = row;
  }

  /**
   * A list of objects, whole.
   *
   * @param query filters and fields; the page size is added
   * @param row takes each object in
   */
  public static Listing of(String path, String query, Consumer<JsonNode> row) {
    return new Listing(path, query + (query.isEmpty() ? "" : "&") + "limit=" + PAGE, row);
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
    return next(page)
        .<List<Turn>>map(rest -> List.of(new Listing(path, rest, row)))
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
