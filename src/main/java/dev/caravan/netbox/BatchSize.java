package dev.caravan.netbox;

import java.time.Duration;

/**
 * How many objects go into one request, and how long its answer may take: both go by what NetBox
 * needed so far. Shared by writers that work at the same time.
 */
public final class BatchSize {

  /** More than this at first could be more than a busy NetBox does before anybody gives up. */
  private static final int FIRST = 100;

  /** What a request should take at most; a quarter of it is so little that more is sent at once. */
  private static final Duration AIM = Duration.ofSeconds(20);

  /** So many times as long as expected is waited for an answer. */
  private static final int MARGIN = 6;

  private static final Duration LONGEST = Duration.ofMinutes(16);

  private final Duration least;
  private int most;
  private int now;
  private double secondsPerObject;

  /** For whoever gives every answer the usual time. */
  public BatchSize(int most) {
    this(most, Duration.ZERO);
  }

  /**
   * @param most objects in a request
   * @param least time that an answer is given
   */
  public BatchSize(int most, Duration least) {
    this.most = Math.max(1, most);
    this.now = Math.min(FIRST, this.most);
    this.least = least;
  }

  public synchronized int now() {
    return now;
  }

  /** So many objects took so long. */
  synchronized void took(int objects, Duration time) {
    double each = seconds(time) / objects;
    secondsPerObject = Math.max(each, (secondsPerObject + each) / 2);
    int fitting = (int) Math.max(1, seconds(AIM) / each);
    if (objects >= now && seconds(time) < seconds(AIM) / 4) {
      now = Math.min(most, now * 2);
    } else if (fitting < now) {
      now = fitting;
    }
  }

  /** The batch that NetBox, or a proxy before it, would not take at all was this large. */
  synchronized void tooLarge(int failed) {
    most = Math.max(1, Math.min(most, failed) / 2);
    now = Math.min(now, most);
  }

  /** So many objects were not done in that time: from now on half of them, and more time. */
  synchronized void tooSlow(int objects, Duration waited) {
    now = Math.max(1, Math.min(now, objects) / 2);
    secondsPerObject = Math.max(secondsPerObject, seconds(waited) / objects);
  }

  /** How long the answer to so many objects may take: the least, or that doubled, and again. */
  synchronized Duration patience(int objects) {
    double needed = Math.min(seconds(LONGEST), secondsPerObject * objects * MARGIN);
    Duration patience = least;
    while (seconds(patience) < needed && !patience.isZero()) {
      patience = patience.multipliedBy(2);
    }
    return patience;
  }

  /** After how long so many objects are done, or never will be. */
  public synchronized Duration latest(int objects) {
    double needed = Math.min(seconds(LONGEST), secondsPerObject * objects * MARGIN);
    return Duration.ofMillis((long) (1000 * Math.max(seconds(AIM), needed)));
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
