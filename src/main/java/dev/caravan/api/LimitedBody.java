package dev.caravan.api;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * A body that is read within {@link BodyLimits}. What has arrived is read at once; a thread waits
 * for the rest only while it holds one of the few places for that.
 */
final class LimitedBody extends ServletInputStream {

  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(5);

  private final HttpServletRequest request;
  private final ServletInputStream source;
  private final BodyLimits limits;
  private @Nullable Semaphore held;
  private DataSize most = DataSize.ofBytes(0);
  private Duration time = Duration.ZERO;
  private long begunAt;
  private long waitedWithoutPlace;
  private boolean begun;
  private boolean givenUp;
  private long read;
  private long readInAll;

  LimitedBody(HttpServletRequest request, BodyLimits limits) throws IOException {
    this.request = request;
    this.source = request.getInputStream();
    this.limits = limits;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (!begun) {
      begin(limits.of(request).most(), limits.time());
      if (request.getContentLengthLong() > most.toBytes()) {
        throw BodyRefused.tooLarge(most);
      }
    }
    int count = readInTime(target, offset, length);
    if (count < 0 || source.isFinished()) {
      letGo();
    }
    read += Math.max(0, count);
    readInAll += Math.max(0, count);
    if (read > most.toBytes()) {
      throw BodyRefused.tooLarge(most);
    }
    return count;
  }

  private void begin(DataSize size, Duration duration) {
    begun = true;
    most = size;
    time = duration;
    begunAt = System.nanoTime();
    read = 0;
  }

  private int readInTime(byte[] target, int offset, int length) throws IOException {
    boolean done = false;
    try {
      requireTime();
      while (!source.isFinished() && !hasArrived()) {
        awaitMore();
        requireTime();
      }
      int count = source.read(target, offset, length);
      done = true;
      return count;
    } finally {
      givenUp |= !done;
    }
  }

  private boolean hasArrived() throws IOException {
    return source.available() > 0 || TomcatLimits.hasArrived(request);
  }

  private void requireTime() throws BodyRefused {
    if (System.nanoTime() - begunAt > time.toNanos()) {
      throw BodyRefused.tooSlow(time);
    }
  }

  /** Tomcat would wait for each byte anew, and answer by itself when it has waited enough. */
  private void awaitMore() throws IOException {
    if (held == null && waitedWithoutPlace > PATIENCE) {
      throw BodyRefused.tooMany();
    }
    try {
      if (held != null) {
        TimeUnit.NANOSECONDS.sleep(LOOK_EVERY);
      } else {
        long now = System.nanoTime();
        Semaphore places = limits.of(request).places();
        held = places.tryAcquire(LOOK_EVERY, TimeUnit.NANOSECONDS) ? places : null;
        waitedWithoutPlace += System.nanoTime() - now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while a body was read", e);
    }
  }

  /** Reads what nobody wants, so that the connection can serve its next call, if it is little. */
  boolean isReadToItsEnd(DataSize largest, Duration longest) {
    if (source.isFinished()) {
      return true;
    }
    if (givenUp
        || request.getContentLengthLong() - readInAll > largest.toBytes()
        || request.getHeader("Expect") != null) {
      return false;
    }
    begin(largest, longest);
    byte[] unwanted = new byte[8192];
    try {
      while (read(unwanted, 0, unwanted.length) >= 0) {
        // On to the next.
      }
    } catch (IOException tooMuch) {
      return false;
    }
    return source.isFinished();
  }

  /** Leaves the place to another. */
  void letGo() {
    if (held != null) {
      held.release();
      held = null;
    }
  }

  @Override
  public boolean isFinished() {
    return source.isFinished();
  }

  @Override
  public boolean isReady() {
    return source.isReady();
  }

  @Override
  public void setReadListener(ReadListener listener) {
    throw new UnsupportedOperationException("A body is read by the thread that answers");
  }
}
