package dev.caravan.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds variables of the environment that are meant for Caravan and that it does not know. */
final class Misspellings {

  private static final String OURS = "CARAVAN_";
  private static final int NEAR = 2;

  /** What Kubernetes tells every container of a service, here of one named caravan. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*_(SERVICE_(HOST|PORT.*)|PORT|PORT_\\d+_(TCP|UDP).*)");

  private final Collection<String> known;

  Misspellings(Collection<String> known) {
    this.known = known;
  }

  /** Whether a name is nobody else's and yet unknown. */
  boolean isUnknown(String variable) {
    return !known.contains(variable)
        && !SERVICE_LINK.matcher(variable).matches()
        && (variable.startsWith(OURS) || nearest(variable).isPresent());
  }

  /** Whether it can be meant for nobody but Caravan. */
  boolean isOurs(String variable) {
    return variable.startsWith(OURS) && nearest(variable).isPresent();
  }

  /** The known one that differs by a letter or two. */
  Optional<String> nearest(String variable) {
    return known.stream()
        .filter(each -> Math.abs(each.length() - variable.length()) <= NEAR)
        .filter(each -> distance(each, variable) <= NEAR)
        .min(Comparator.comparingInt(each -> distance(each, variable)));
  }

  /** How many letters are other, more or fewer; two that changed places count as two. */
  private static int distance(String one, String other) {
    int[] before = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[other.length() + 1];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, Math.min(before[j], row[j - 1]) + 1);
      }
      before = row;
    }
    return before[other.length()];
  }
}
