package dev.caravan.git;

import dev.caravan.storage.PrivateFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The lock of one kept clone, against other threads and other processes; its time is the last use.
 */
final class CloneLock {

  /** Of the fetch of a very large repository by somebody else. */
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final Duration MOMENT = Duration.ofMillis(300);

  private final ReentrantLock threads = new ReentrantLock();
  private final AtomicInteger readers = new AtomicInteger();
  private final Path clone;
  private final Path file;

  CloneLock(Path clone) {
    this.clone = clone;
    this.file = clone.resolveSibling(clone.getFileName() + ".lock");
  }

  <T> T locked(CloneFolder.Work<T> work) throws IOException {
    long until = System.nanoTime() + LONGEST.toNanos();
    if (!taken(LONGEST)) {
      throw late();
    }
    try {
      if (threads.getHoldCount() > 1) {
        return work.run();
      }
      try (FileChannel channel = opened();
          FileLock held = ofOtherProcesses(channel, until)) {
        Objects.requireNonNull(held);
        return work.run();
      }
    } finally {
      threads.unlock();
    }
  }

  /** Empty where somebody else holds it for longer than a moment. */
  <T> Optional<T> lockedSoon(CloneFolder.Work<T> work) throws IOException {
    if (!taken(MOMENT)) {
      return Optional.empty();
    }
    try (FileChannel channel = opened();
        @Nullable FileLock held = channel.tryLock()) {
      return held == null ? Optional.empty() : Optional.of(work.run());
    } finally {
      threads.unlock();
    }
  }

  /** Most fetches are over in a moment. */
  private boolean taken(Duration wait) {
    try {
      return threads.tryLock(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private FileLock ofOtherProcesses(FileChannel channel, long until) throws IOException {
    while (System.nanoTime() < until && !Thread.currentThread().isInterrupted()) {
      FileLock held = channel.tryLock();
      if (held != null) {
        return held;
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
    throw late();
  }

  private IOException late() {
    return new IOException(
        "another fetch has been at work in %s for longer than %d minutes"
            .formatted(clone.getFileName(), LONGEST.toMinutes()));
  }

  private FileChannel opened() throws IOException {
    PrivateFolder.make(Objects.requireNonNull(clone.getParent()));
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  void beginReading() {
    readers.incrementAndGet();
    used();
  }

  void endReading() {
    readers.decrementAndGet();
  }

  boolean isRead() {
    return readers.get() > 0;
  }

  /** Says to all processes that the clone is of use. */
  private void used() {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException unwritable) {
      // The clone is fetched anew where it is removed too early.
    }
  }

  Instant lastUsed() throws IOException {
    Instant changed = Files.exists(clone) ? time(clone) : Instant.EPOCH;
    Instant used = Files.exists(file) ? time(file) : Instant.EPOCH;
    return used.isAfter(changed) ? used : changed;
  }

  private static Instant time(Path path) throws IOException {
    return Files.getLastModifiedTime(path).toInstant();
  }
}
