package dev.caravan.worker;

import java.util.Map;

/** A plain fact of the business that a BPMN model may have an answer to: a boundary error event. */
public final class Problem extends RuntimeException {

  private final String code;
  private final transient Map<String, Object> outputs;

  /**
   * A problem with variables for the branch that handles it.
   *
   * @param code the BPMN error code, such as {@code QuotaExceeded}
   */
  public Problem(String code, String message, Map<String, Object> outputs) {
    super(message);
    this.code = code;
    this.outputs = Map.copyOf(outputs);
  }

  public String code() {
    return code;
  }

  public Map<String, Object> outputs() {
    return outputs;
  }
}
