package dev.caravan.deviceimport;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What became of definitions, by path. */
final class Outcomes {

  static final String REFUSED = "refused";

  private Outcomes() {}

  /**
   * @param touched the definitions for which something was written, by whichever writer
   */
  static Map<String, String> of(Collection<DefinitionRow> whole, Set<String> touched) {
    Map<String, String> outcomes = new HashMap<>();
    for (DefinitionRow row : whole) {
      String changed = touched.contains(row.path()) ? "updated" : "unchanged";
      outcomes.put(row.path(), row.action().owned() ? "created" : changed);
    }
    return outcomes;
  }

  static Map<String, String> all(Collection<String> paths, String outcome) {
    Map<String, String> outcomes = new HashMap<>();
    paths.forEach(path -> outcomes.put(path, outcome));
    return outcomes;
  }
}
