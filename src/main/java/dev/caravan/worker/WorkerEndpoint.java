package dev.caravan.worker;

import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.util.TimeUtils;

/**
 * {@code worker:<topic>?lease=60s&concurrency=4&attempts=8&backOff=1s&mostBackOff=2m}.
 *
 * <p>lease: how long a step stays with a node that is silent. concurrency: steps of this topic at
 * once on this node. attempts: failures until the step becomes a dead letter. backOff, mostBackOff:
 * the wait after the first failure, and the longest.
 */
public final class WorkerEndpoint extends DefaultEndpoint {

  private final String topic;
  private Duration lease = Duration.ofSeconds(60);
  private int concurrency = 4;
  private int attempts = 8;
  private int crashes = 20;
  private Duration backOff = Duration.ofSeconds(1);
  private Duration mostBackOff = Duration.ofMinutes(2);

  WorkerEndpoint(String uri, WorkerComponent component, String topic) {
    super(uri, component);
    this.topic = topic;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException(
        "worker:%s serves steps of processes and takes no messages".formatted(topic));
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    WorkerConsumer consumer = new WorkerConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  @Override
  public WorkerComponent getComponent() {
    return (WorkerComponent) super.getComponent();
  }

  String topic() {
    return topic;
  }

  Duration lease() {
    return lease;
  }

  int concurrency() {
    return concurrency;
  }

  int attempts() {
    return attempts;
  }

  int crashes() {
    return crashes;
  }

  BackOff backOff() {
    return new BackOff(backOff, mostBackOff);
  }

  public void setLease(String lease) {
    this.lease = duration(lease);
  }

  public void setConcurrency(int concurrency) {
    this.concurrency = concurrency;
  }

  public void setAttempts(int attempts) {
    this.attempts = attempts;
  }

  public void setCrashes(int crashes) {
    this.crashes = crashes;
  }

  public void setBackOff(String backOff) {
    this.backOff = duration(backOff);
  }

  public void setMostBackOff(String mostBackOff) {
    this.mostBackOff = duration(mostBackOff);
  }

  private static Duration duration(String text) {
    return Duration.ofMillis(TimeUtils.toMilliSeconds(text));
  }
}
