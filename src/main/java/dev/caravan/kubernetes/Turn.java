package dev.caravan.kubernetes;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a request to a server may do. */
sealed interface Turn {

  /** It is sent, and is on its way until its end is told. */
  final class Sent implements Turn {

    private final Instant at;
    private final Duration patience;

    Sent(Instant at, Duration patience) {
      this.at = at;
      this.patience = patience;
    }

    Instant at() {
      return at;
    }

    /** Whether the server has answered nothing at all since, for so long that others go. */
    boolean isSlow(Instant now, @Nullable Instant lastAnswer) {
      return isUnheard(patience, now, lastAnswer);
    }

    boolean isUnheard(Duration time, Instant now, @Nullable Instant lastAnswer) {
      Instant from = lastAnswer == null || lastAnswer.isBefore(at) ? at : lastAnswer;
      return !now.isBefore(from.plus(time));
    }
  }

  /** It is not sent: the words of the request that got no answer. */
  record Refused(String words) implements Turn {}

  /** Nobody knows whether the server answers. */
  enum Unknown implements Turn {
    /** That will be known in a moment. */
    WAIT,
    /** That may take a while: whoever waits comes again later, and holds nothing until then. */
    LATER
  }
}
