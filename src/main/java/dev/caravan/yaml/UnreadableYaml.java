package dev.caravan.yaml;

/** A file that cannot be read at all; carries the problem to report. */
final class UnreadableYaml extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient YamlProblem problem;

  UnreadableYaml(String rule, String message) {
    this("", rule, message);
  }

  UnreadableYaml(String pointer, String rule, String message) {
    super(message);
    this.problem = new YamlProblem(pointer, rule, message);
  }

  YamlProblem problem() {
    return problem;
  }
}
