package dev.caravan.definition;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one definition. */
final class Problems {

  private static final int MOST = 200;

  private final List<DefinitionProblem> found = new ArrayList<>();

  void error(String pointer, String rule, String message) {
    add(DefinitionProblem.error(pointer, rule, message));
  }

  void warning(String pointer, String rule, String message) {
    add(DefinitionProblem.warning(pointer, rule, message));
  }

  void add(DefinitionProblem problem) {
    if (found.size() < MOST) {
      found.add(problem);
    } else if (found.size() == MOST) {
      found.add(DefinitionProblem.warning("", "more", "There are more problems in this file"));
    }
  }

  /** Whether something already said that this place is wrong. */
  boolean refusedAt(String pointer) {
    return found.stream().anyMatch(each -> each.refuses() && each.pointer().equals(pointer));
  }

  List<DefinitionProblem> list() {
    return List.copyOf(found);
  }
}
