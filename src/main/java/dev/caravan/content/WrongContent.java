package dev.caravan.content;

import java.util.List;
import java.util.stream.Collectors;

/** Processes, forms or routes with which Caravan cannot start. */
final class WrongContent extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<ContentProblem> problems;

  WrongContent(List<ContentProblem> problems) {
    super(problems.stream().map(ContentProblem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  List<ContentProblem> problems() {
    return problems;
  }
}
