package dev.caravan.netbox;

/** How many objects go into one request: less once NetBox, or a proxy before it, had too much. */
public final class BatchSize {

  private int now;

  public BatchSize(int most) {
    this.now = Math.max(1, most);
  }

  public int now() {
    return now;
  }

  /** The batch that failed was this large: from now on half of it. */
  void halve(int failed) {
    now = Math.max(1, Math.min(now, failed) / 2);
  }
}
