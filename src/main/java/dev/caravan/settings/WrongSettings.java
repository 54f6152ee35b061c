package dev.caravan.settings;

import java.util.List;
import java.util.stream.Collectors;

/** The environment holds values that Caravan cannot work with. */
final class WrongSettings extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  WrongSettings(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  List<Problem> problems() {
    return problems;
  }
}
