package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Looks which of some items stand in NetBox already, and who made them.
 *
 * <p>What was never sent is not ours. What was sent is ours if NetBox's change log has our mark on
 * its making; that something has the same keys proves nothing.
 */
final class Search<T> {

  private final BulkTarget<T> target;
  private final List<T> items;
  private final boolean sent;
  private final List<JsonNode> rows = new ArrayList<>();
  private final List<Made<T>> standing = new ArrayList<>();
  private final List<T> missing = new ArrayList<>();
  private final Map<Long, String> messages = new HashMap<>();

  /**
   * @param sent whether the items may have been sent before
   */
  Search(BulkTarget<T> target, List<T> items, boolean sent) {
    this.target = target;
    this.items = items;
    this.sent = sent;
  }

  /**
   * Looks, tells the target what was found, and goes on.
   *
   * @param then what comes next for the items that were not found, in their order
   */
  List<Turn> turns(Function<List<T>, ? extends List<? extends Turn>> then) {
    List<Turn> turns = new ArrayList<>();
    turns.add((Stage) () -> target.look(items, rows::add));
    turns.add((Stage) this::makers);
    turns.add(Stage.run(this::tell));
    turns.add((Stage) () -> then.apply(List.copyOf(missing)));
    return turns;
  }

  private List<Turn> makers() {
    for (T item : items) {
      rows.stream()
          .filter(row -> target.is(item, row))
          .findFirst()
          .ifPresentOrElse(row -> standing.add(Made.of(item, row)), () -> missing.add(item));
    }
    return sent && !target.mark().isEmpty()
        ? ChangeLogLook.of(target.model(), standing.stream().map(Made::id).toList(), messages::put)
        : List.of();
  }

  private void tell() {
    Map<Origin, List<Made<T>>> byOrigin = new EnumMap<>(Origin.class);
    standing.forEach(
        each -> byOrigin.computeIfAbsent(origin(each), o -> new ArrayList<>()).add(each));
    byOrigin.forEach((origin, found) -> target.found(found, origin));
  }

  private Origin origin(Made<T> each) {
    if (!sent) {
      return Origin.OTHERS;
    }
    String message = messages.get(each.id());
    if (message == null) {
      return Origin.UNKNOWN;
    }
    return message.equals(target.mark()) ? Origin.OURS : Origin.OTHERS;
  }
}
