package dev.caravan.content;

/**
 * Something that is wrong with content, or may be.
 *
 * @param warning whether it can run all the same
 * @param file as people find it
 * @param line from 1; 0 for the file as a whole
 * @param rule in kebab-case
 * @param message which element, and what is wrong with it
 * @param remedy what to do; empty where the message says so
 */
public record ContentProblem(
    boolean warning, String file, int line, String rule, String message, String remedy) {

  static ContentProblem error(String file, int line, String rule, String message, String remedy) {
    return new ContentProblem(false, file, line, rule, message, remedy);
  }

  static ContentProblem warning(String file, int line, String rule, String message, String remedy) {
    return new ContentProblem(true, file, line, rule, message, remedy);
  }

  @Override
  public String toString() {
    return "%s%s: %s%s [%s]%s"
        .formatted(
            file,
            line > 0 ? " line " + line : "",
            warning ? "warning: " : "",
            message,
            rule,
            remedy.isEmpty() ? "" : "\n      " + remedy);
  }
}
