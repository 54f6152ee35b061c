package dev.caravan.bpmn;

/** A file that is not even XML of the kind that is read at all. */
final class BpmnUnreadable extends Exception {

  private static final long serialVersionUID = 1L;

  private final int line;

  BpmnUnreadable(int line, String message) {
    super(message);
    this.line = line;
  }

  BpmnProblem problem() {
    return new BpmnProblem(line, "", String.valueOf(getMessage()));
  }
}
