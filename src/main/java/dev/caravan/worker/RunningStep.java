package dev.caravan.worker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one step on this node. It is held until its lease is over by this JVM's own
 * monotonic clock, whether or not anybody could tell it so.
 */
final class RunningStep implements Step {

  /** How far the work is. */
  record Progress(long done, long total, String unit) {}

  private final AcquiredStep acquired;
  private final Duration lease;
  private final AtomicReference<@Nullable Progress> unsaid = new AtomicReference<>();
  private final LongSupplier nanos;
  private volatile boolean lost;
  private volatile boolean yielded;
  private volatile Map<String, Object> inputs = Map.of();
  private volatile long heldUntilNanos;
  private volatile long nextBeatNanos;
  private long most;

  RunningStep(AcquiredStep acquired, Duration lease) {
    this(acquired, lease, System::nanoTime);
  }

  RunningStep(AcquiredStep acquired, Duration lease, LongSupplier nanos) {
    this.acquired = acquired;
    this.lease = lease;
    this.nanos = nanos;
    beaten(acquired.takenNanos());
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

  /** The lease was extended; the extension was asked for at the given time. */
  final void beaten(long askedNanos) {
    heldUntilNanos = askedNanos + lease.toNanos();
    nextBeatNanos = askedNanos + lease.toNanos() / 3;
  }

  boolean beatDue(long nowNanos) {
    return nowNanos - nextBeatNanos >= 0;
  }

  /** Whether the lease ran out, the database being away. */
  boolean expired() {
    return nanos.getAsLong() - heldUntilNanos >= 0;
  }

  void lose() {
    lost = true;
  }

  /** This node stops: the route ends before its next node and the step goes back. */
  void yieldToOthers() {
    yielded = true;
    lost = true;
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
  public int failures() {
    return acquired.failures();
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

  /** Once it is over it stays so: others may have been told. */
  @Override
  public boolean held() {
    if (!lost && expired()) {
      lost = true;
    }
    return !lost;
  }
}
