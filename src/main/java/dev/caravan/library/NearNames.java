package dev.caravan.library;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what a mistyped name may have meant. */
final class NearNames {

  private static final int MOST = 3;

  private NearNames() {}

  /** The nearest names, nearest first; none where nothing is near. */
  static List<String> to(String name, Collection<String> known) {
    String wanted = plain(name);
    if (wanted.isEmpty()) {
      return List.of();
    }
    record Near(String name, int distance) {}
    return known.stream()
        .map(each -> new Near(each, distance(wanted, plain(each))))
        .filter(each -> each.distance <= Math.max(1, wanted.length() / 3))
        .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
        .limit(MOST)
        .map(Near::name)
        .toList();
  }

  /** Edits that turn one into the other; a beginning or a part counts as near. */
  private static int distance(String wanted, String other) {
    if (wanted.length() >= 3 && other.contains(wanted)) {
      return 1;
    }
    return other.length() >= 3 && wanted.contains(other) ? 1 : edits(wanted, other);
  }

  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
