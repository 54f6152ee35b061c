package dev.caravan.kubernetes;

import dev.caravan.kubernetes.WatchEnd.Ending;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** A watch that is under way: it is wanted until its caller says otherwise or no answer came. */
final class WatchAttempt implements BooleanSupplier {

  private final Watch watch;
  private final Clock clock;
  private final Instant answerBy;
  private volatile int status;
  private volatile boolean late;

  WatchAttempt(Watch watch, Clock clock, Instant answerBy) {
    this.watch = watch;
    this.clock = clock;
    this.answerBy = answerBy;
  }

  Watch watch() {
    return watch;
  }

  /** The answer has begun; from now on it may be silent. */
  void answered(int code) {
    status = code;
  }

  @Override
  public boolean getAsBoolean() {
    if (status == 0 && clock.instant().isAfter(answerBy)) {
      late = true;
    }
    return !late && watch.wanted();
  }

  WatchEnd end() {
    return new WatchEnd(Ending.ENDED, status, "", watch.resourceVersion());
  }

  WatchEnd refused(int code, String words) {
    Ending ending = code == 410 ? Ending.EXPIRED : Ending.FAILED;
    return new WatchEnd(ending, code, words, watch.resourceVersion());
  }

  /**
   * The connection is gone: it broke, or it was cut off on purpose.
   *
   * @param words the exception's simple name, a colon and its message
   */
  WatchEnd broken(String words) {
    if (late) {
      return refused(0, "SocketTimeoutException: no answer came in time");
    }
    return watch.wanted() ? refused(status, words) : end();
  }
}
