package dev.caravan.git;

/** Who waits for a fetch: hears how far it is, and may stop it. */
public interface FetchWatch {

  /** Nobody: the fetch runs to its end unseen. */
  FetchWatch NONE =
      new FetchWatch() {
        @Override
        public void received(long done, long total) {}

        @Override
        public boolean wanted() {
          return true;
        }
      };

  /** So many objects of all have been received. */
  void received(long done, long total);

  /** Whether the result is still of use. */
  boolean wanted();

  /**
   * Whether it comes back by itself: then it is told that another fetch of the same repository goes
   * on, instead of waiting here for the end of that one.
   */
  default boolean comesBack() {
    return false;
  }
}
