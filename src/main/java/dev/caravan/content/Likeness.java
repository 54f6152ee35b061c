package dev.caravan.content;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that somebody may have meant. */
final class Likeness {

  private Likeness() {}

  /** The nearest name, absent where none is near. */
  static Optional<String> nearest(String name, Collection<String> known) {
    int most = Math.max(1, Math.min(3, name.length() / 3));
    return known.stream()
        .filter(each -> distance(name, each) <= most)
        .min(
            Comparator.<String>comparingInt(each -> distance(name, each))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** A question for the end of a sentence. */
  static String meant(String name, Collection<String> known) {
    return nearest(name, known).map(near -> "; is '%s' meant?".formatted(near)).orElse("");
  }

  private static int distance(String one, String other) {
    int[] before = new int[other.length() + 1];
    for (int j = 0; j < before.length; j++) {
      before[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[before.length];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int exchanged = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(exchanged, Math.min(before[j], row[j - 1]) + 1);
      }
      before = row;
    }
    return before[other.length()];
  }
}
