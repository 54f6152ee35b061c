package dev.caravan.kubernetes;

import java.util.Optional;

/**
 * How a watch ended.
 *
 * @param status the HTTP status, or the code of the event that ended it; 0 when no answer came
 * @param words why it failed or expired; empty when it just ended
 * @param resourceVersion where the next one can go on, unless it expired
 */
public record WatchEnd(Ending ending, int status, String words, String resourceVersion) {

  /** What the caller may do next. */
  public enum Ending {
    /** The server's time was over, or it was not wanted any more: go on from its position. */
    ENDED,
    /** The cluster does not know the position any more: list again. */
    EXPIRED,
    /** It was refused, the connection broke, or whoever took the events threw: wait, then go on. */
    FAILED
  }

  /** Why no answer came; empty when one did. */
  public Optional<Trouble> trouble() {
    return ending == Ending.FAILED && status == 0
        ? Optional.of(Trouble.of(words))
        : Optional.empty();
  }
}
