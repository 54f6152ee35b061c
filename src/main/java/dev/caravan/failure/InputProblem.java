package dev.caravan.failure;

/**
 * One thing that is wrong with an input.
 *
 * @param pointer where, as a JSON pointer (RFC 6901)
 * @param message what is wrong and what would be right
 */
public record InputProblem(String pointer, String message) {

  public InputProblem {
    pointer = Texts.shown(pointer);
    message = Texts.shown(message);
  }
}
