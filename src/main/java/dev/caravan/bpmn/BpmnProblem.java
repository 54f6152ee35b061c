package dev.caravan.bpmn;

import dev.caravan.failure.InputProblem;

/**
 * One reason why a BPMN file is refused.
 *
 * @param line the line it stands on, from 1
 * @param path the elements down to it, such as {@code /definitions/process/scriptTask}, and its
 *     attribute behind an {@code @}
 * @param message what is wrong and what to do instead
 */
public record BpmnProblem(int line, String path, String message) {

  InputProblem toInputProblem(String file) {
    return new InputProblem(path, toString(file));
  }

  String toString(String file) {
    return "%s line %d: %s".formatted(file, line, message);
  }
}
