package dev.caravan.worker;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.flowable.engine.impl.persistence.entity.ExecutionEntity;
import org.flowable.job.service.impl.persistence.entity.ExternalWorkerJobEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Gives a step to this node in the very transaction that creates it, where its topic has a slot
 * free: nobody has to look for it, and its inputs need not be read again. Should this node die
 * between the commit and the work, the lease runs out as that of any step.
 */
@Component
class HandOver {

  private final Map<String, WorkerConsumer> consumers = new ConcurrentHashMap<>();

  void serve(String topic, WorkerConsumer consumer) {
    consumers.put(topic, consumer);
  }

  void forget(String topic) {
    consumers.remove(topic);
  }

  /** All who serve a topic here. */
  Collection<WorkerConsumer> consumers() {
    return consumers.values();
  }

  /** True when this node has taken the step and will work on it once the transaction commits. */
  boolean take(ExternalWorkerJobEntity job, ExecutionEntity execution) {
    @Nullable WorkerConsumer consumer = consumers.get(job.getJobHandlerConfiguration());
    return consumer != null && consumer.takeNewborn(job, execution);
  }
}
