package dev.caravan.deviceimport;

import java.util.ArrayList;
import java.util.List;

/** Cuts lists into parts of a size. */
final class Parts {

  private Parts() {}

  static <T> List<List<T>> of(List<T> all, int size) {
    List<List<T>> parts = new ArrayList<>();
    for (int i = 0; i < all.size(); i += size) {
      parts.add(all.subList(i, Math.min(all.size(), i + size)));
    }
    return parts;
  }
}
