package dev.caravan.worker;

import java.util.Map;

/**
 * A step of a process while a route works on it; routes carry it as exchange property {@code step}.
 */
public interface Step {

  /** The process that the step belongs to. */
  String processId();

  /** The BPMN topic, which is also the id of the route. */
  String topic();

  /** 1 for the first attempt; crashes count too. */
  int attempt();

  /** How many attempts before this one have failed; those that only had to wait have not. */
  default int failures() {
    return attempt() - 1;
  }

  /** The process variables that the BPMN declares as inputs: JSON as maps, lists and scalars. */
  Map<String, Object> inputs();

  /**
   * Says how far the work is, for whoever watches; cheap enough for every item.
   *
   * @param done work done, in units; counts on over attempts
   * @param total all there is to do
   * @param unit what is counted, such as {@code objects}
   */
  void progress(long done, long total, String unit);

  /**
   * Whether this node still holds the step: false once the lease is lost or the process cancelled.
   */
  boolean held();

  /** Stops work that nobody waits for any more. */
  default void requireHeld() {
    if (!held()) {
      throw new LeaseLost(topic(), processId());
    }
  }
}
