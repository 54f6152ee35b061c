package dev.caravan.kubernetes;

/**
 * How many requests a server gets at the same time: half as many each time that it says that there
 * are too many, and slowly more again while it takes them. Asked by one thread at a time.
 */
final class Pace {

  private static final int GOOD_FOR_MORE = 20;

  private final int most;
  private int limit;
  private int good;

  Pace(int most) {
    this.most = most;
    this.limit = most;
  }

  boolean allowsMoreThan(int underWay) {
    return underWay < limit;
  }

  void tooMany() {
    limit = Math.max(1, limit / 2);
    good = 0;
  }

  void good() {
    good++;
    if (good >= GOOD_FOR_MORE) {
      limit = Math.min(most, limit + 1);
      good = 0;
    }
  }
}
