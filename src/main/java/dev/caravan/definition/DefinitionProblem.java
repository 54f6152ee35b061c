package dev.caravan.definition;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * One thing that is wrong with a definition.
 *
 * @param pointer where in the file, as a JSON pointer (RFC 6901); empty for the file as a whole
 * @param rule the rule that it breaks, in kebab-case
 * @param message what is wrong, and on which line where that is known
 * @param severity whether it keeps the definition out
 */
public record DefinitionProblem(String pointer, String rule, String message, Severity severity) {

  /** Whether a problem keeps a definition out. */
  public enum Severity {
    /** The definition is not imported. */
    ERROR,
    /** The definition is imported; something in it has no effect or was mended. */
    WARNING;

    @JsonValue
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A problem that keeps the definition out. */
  public static DefinitionProblem error(String pointer, String rule, String message) {
    return new DefinitionProblem(pointer, rule, message, Severity.ERROR);
  }

  /** A problem that the definition is imported with. */
  public static DefinitionProblem warning(String pointer, String rule, String message) {
    return new DefinitionProblem(pointer, rule, message, Severity.WARNING);
  }

  boolean refuses() {
    return severity == Severity.ERROR;
  }
}
