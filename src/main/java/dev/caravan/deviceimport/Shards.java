package dev.caravan.deviceimport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToIntFunction;

/**
 * Deals definitions out to writers so that no two touch the same type and all have as much to do.
 */
final class Shards {

  private Shards() {}

  /** What one writer gets. */
  private static final class Shard<T> {
    final List<T> items = new ArrayList<>();
    long load;
  }

  /**
   * @param count how many writers at most
   * @param load how much work an item is
   */
  static <T> List<List<T>> balanced(List<T> items, int count, ToIntFunction<T> load) {
    PriorityQueue<Shard<T>> shards =
        new PriorityQueue<>(Comparator.comparingLong((Shard<T> shard) -> shard.load));
    for (int i = 0; i < Math.min(count, items.size()); i++) {
      shards.add(new Shard<>());
    }
    List<T> largestFirst = new ArrayList<>(items);
    largestFirst.sort(Comparator.comparingInt(load).reversed());
    for (T item : largestFirst) {
      Shard<T> lightest = shards.remove();
      lightest.items.add(item);
      lightest.load += 1 + load.applyAsInt(item);
      shards.add(lightest);
    }
    return shards.stream().map(shard -> shard.items).toList();
  }
}
