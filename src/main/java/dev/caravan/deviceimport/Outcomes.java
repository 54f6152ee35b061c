package dev.caravan.deviceimport;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What became of definitions, by path. */
final class Outcomes {

  static final String REFUSED = "refused";

  private Outcomes() {}

  static Map<String, String> of(Collection<DefinitionWork> works) {
    Map<String, String> outcomes = new HashMap<>();
    works.forEach(work -> outcomes.put(work.row().path(), work.outcome()));
    return outcomes;
  }

  static Map<String, String> all(Collection<String> paths, String outcome) {
    Map<String, String> outcomes = new HashMap<>();
    paths.forEach(path -> outcomes.put(path, outcome));
    return outcomes;
  }
}
