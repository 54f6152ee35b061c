package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Looks which of some items stand in NetBox already. */
final class Search<T> implements Stage {

  private final BulkTarget<T> target;
  private final List<T> items;
  private final List<JsonNode> rows = new ArrayList<>();

  Search(BulkTarget<T> target, List<T> items) {
    this.target = target;
    this.items = items;
  }

  @Override
  public List<? extends Turn> turns() {
    return target.look(items, rows::add);
  }

  /**
   * Tells the target what was found; gives the items that were not, in their order.
   *
   * @param ours whether what was found may be our own doing
   */
  List<T> adopt(boolean ours) {
    List<Made<T>> standing = new ArrayList<>();
    List<T> missing = new ArrayList<>();
    for (T item : items) {
      rows.stream()
          .filter(row -> target.is(item, row))
          .findFirst()
          .ifPresentOrElse(row -> standing.add(Made.of(item, row)), () -> missing.add(item));
    }
    if (!standing.isEmpty()) {
      target.found(standing, ours);
    }
    return missing;
  }
}
