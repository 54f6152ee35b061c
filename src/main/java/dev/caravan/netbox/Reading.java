package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.PermanentFailure;
import java.util.List;
import java.util.Optional;

/** Reads what stands at a path of NetBox: an object, or a list with all of its pages as one. */
final class Reading implements NetBoxCall {

  private static final int MOST_ROWS = 10_000;

  private final String path;
  private final String query;
  private final ArrayNode rows = JsonNodeFactory.instance.arrayNode();
  private JsonNode answer = JsonNodeFactory.instance.objectNode();

  Reading(String path, String query) {
    this.path = path;
    this.query = query;
  }

  /** What stands there; of a list {@code count} and {@code results}. */
  JsonNode answer() {
    return answer;
  }

  @Override
  public Optional<NetBoxRequest> request() {
    return Optional.of(NetBoxRequest.get(path, query));
  }

  @Override
  public List<Turn> answered(NetBoxAnswer said) {
    answer =
        Unusable.unless(
                said.ok() && !said.body().isMissingNode(), NetBoxRequest.get(path, query), said)
            .body();
    if (!answer.path("results").isArray()) {
      return List.of();
    }
    // The first page may be smaller than NetBox allows; the list is read with pages of our size.
    return List.of(Listing.of(path, query, this::take), Stage.run(this::whole));
  }

  private void take(JsonNode row) {
    if (rows.size() >= MOST_ROWS) {
      throw PermanentFailure.validation(
          "NetBox's list %s has more than %,d objects: ask for fewer by a filter"
              .formatted(path, MOST_ROWS),
          List.of());
    }
    rows.add(row);
  }

  private void whole() {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.put("count", rows.size());
    list.set("results", rows);
    answer = list;
  }
}
