package dev.caravan.worker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Wakes the consumer of a topic on this node. */
@Component
class Signals {

  private final Map<String, Semaphore> byTopic = new ConcurrentHashMap<>();
  private volatile Consumer<String> teller = topic -> {};

  /** Something waits on the topic; false when nobody here serves it. */
  boolean raise(String topic) {
    Semaphore signal = byTopic.get(topic);
    if (signal != null && signal.availablePermits() == 0) {
      signal.release();
    }
    return signal != null;
  }

  /**
   * A step waits on the topic once the transaction commits: here it is signalled, to others told.
   */
  void createdOnCommit(String topic) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            raise(topic);
            teller.accept(topic);
          }
        });
  }

  /** Who tells other nodes. */
  void tellBy(Consumer<String> teller) {
    this.teller = teller;
  }

  void raiseAll() {
    byTopic.keySet().forEach(this::raise);
  }

  void serve(String topic) {
    byTopic.putIfAbsent(topic, new Semaphore(1));
  }

  void forget(String topic) {
    byTopic.remove(topic);
  }

  /** Waits until the topic's signal is raised, or so long. */
  void await(String topic, Duration most) throws InterruptedException {
    Semaphore signal = byTopic.get(topic);
    if (signal != null && signal.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
      signal.drainPermits();
    }
  }
}
