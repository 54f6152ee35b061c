package dev.caravan.bpmn;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the ends of a process mean. An end event states {@code caravan:outcome="failed"} where a
 * process that comes to it has failed, though each of its steps is done; completed is the default.
 */
public final class BpmnOutcomes {

  static final String OUTCOME = "caravan:outcome";
  private static final String FAILED = "failed";

  private BpmnOutcomes() {}

  /** The ids of the end events at which the process of a file that was deployed has failed. */
  public static Set<String> failingEnds(byte[] bpmn) {
    try {
      return BpmnReader.read(bpmn)
          .children("process")
          .flatMap(process -> process.children("endEvent"))
          .filter(end -> end.attribute(OUTCOME).filter(FAILED::equals).isPresent())
          .map(end -> end.attributes().get("id"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (BpmnUnreadable neverDeployed) {
      throw new IllegalArgumentException(neverDeployed.problem().toString(), neverDeployed);
    }
  }
}
