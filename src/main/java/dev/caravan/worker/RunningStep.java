package dev.caravan.worker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One attempt at one step on this node. */
final class RunningStep implements Step {

  /** How far the work is. */
  record Progress(long done, long total, String unit) {}

  private final AcquiredStep acquired;
  private final Duration lease;
  private final AtomicReference<@Nullable Progress> unsaid = new AtomicReference<>();
  private volatile boolean held = true;
  private volatile boolean yielded;
  private volatile Map<String, Object> inputs = Map.of();
  private volatile long heldUntilNanos;
  private volatile long nextBeatNanos;
  private long most;

  RunningStep(AcquiredStep acquired, Duration lease, long nowNanos) {
    this.acquired = acquired;
    this.lease = lease;
    beaten(nowNanos);
  }

  void give(Map<String, Object> inputs) {
    this.inputs = inputs;
  }

  AcquiredStep acquired() {
    return acquired;
  }

  Duration lease() {
    return lease;
  }

  /** The lease was extended at the given time. */
  void beaten(long nowNanos) {
    heldUntilNanos = nowNanos + lease.toNanos();
    nextBeatNanos = nowNanos + lease.toNanos() / 3;
  }

  boolean beatDue(long nowNanos) {
    return nowNanos - nextBeatNanos >= 0;
  }

  /** Whether the lease ran out without our hearing of it, the database being away. */
  boolean expired(long nowNanos) {
    return nowNanos - heldUntilNanos >= 0;
  }

  void lose() {
    held = false;
  }

  /** This node stops: the route ends before its next node and the step goes back. */
  void yieldToOthers() {
    yielded = true;
    held = false;
  }

  boolean yielded() {
    return yielded;
  }

  /** What was said since the last call, if anything. */
  @Nullable Progress takeProgress() {
    return unsaid.getAndSet(null);
  }

  @Override
  public String processId() {
    return acquired.processId();
  }

  @Override
  public String topic() {
    return acquired.topic();
  }

  @Override
  public int attempt() {
    return acquired.attempt();
  }

  @Override
  public Map<String, Object> inputs() {
    return inputs;
  }

  @Override
  public synchronized void progress(long done, long total, String unit) {
    most = Math.max(most, done);
    unsaid.set(new Progress(most, Math.max(total, most), unit));
  }

  @Override
  public boolean held() {
    return held;
  }
}
