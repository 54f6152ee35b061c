package dev.caravan.worker;

/** The step belongs to nobody here any more: cancelled, or taken over after its lease ran out. */
public final class LeaseLost extends RuntimeException {

  LeaseLost(String topic, String processId) {
    super("%s of process %s is no longer held by this node".formatted(topic, processId));
  }
}
