package dev.caravan.worker;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.springframework.stereotype.Component;

/** The Camel component {@code worker:<topic>}: serves the steps of a BPMN topic. */
@Component("worker-component")
class WorkerComponent extends DefaultComponent {

  private final StepRunner runner;
  private final StepQueue queue;
  private final Signals signals;
  private final HandOver handOver;
  private final Node node;

  WorkerComponent(
      StepRunner runner, StepQueue queue, Signals signals, HandOver handOver, Node node) {
    this.handOver = handOver;
    this.node = node;
    this.runner = runner;
    this.queue = queue;
    this.signals = signals;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String topic, Map<String, Object> parameters)
      throws Exception {
    WorkerEndpoint endpoint = new WorkerEndpoint(uri, this, topic);
    setProperties(endpoint, parameters);
    return endpoint;
  }

  StepRunner runner() {
    return runner;
  }

  StepQueue queue() {
    return queue;
  }

  Signals signals() {
    return signals;
  }

  HandOver handOver() {
    return handOver;
  }

  /** Whether this node works on steps at all. */
  boolean works() {
    return node.is(NodeRole.WORKER);
  }
}
