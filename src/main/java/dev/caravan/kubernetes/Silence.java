package dev.caravan.kubernetes;

import dev.caravan.kubernetes.Turn.Refused;
import dev.caravan.kubernetes.Turn.Sent;
import dev.caravan.kubernetes.Turn.Unknown;
import dev.caravan.worker.BreakerState;
import dev.caravan.worker.BreakerState.Position;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server answers, as far as requests to it tell. One that does not is asked by one
 * request at a time; all others are refused meanwhile, so that nobody waits for it. One that has
 * never answered is asked by one request at first.
 */
final class Silence {

  private static final Duration FIRST_ANSWER = Duration.ofSeconds(1);

  /** After so long, what is under way is believed to get no answer. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private static final int LOOK_MILLIS = 100;

  private final Pace pace;
  private final Clock clock;
  private final Set<Sent> underWay = new HashSet<>();
  private @Nullable Instant lastAnswer;
  private @Nullable String words;
  private Instant since = Instant.EPOCH;
  private Instant silentSince = Instant.EPOCH;
  private @Nullable Sent trial;

  Silence(Pace pace, Clock clock) {
    this.pace = pace;
    this.clock = clock;
  }

  /**
   * Whether a request may be sent now; if so, it is on its way.
   *
   * @param patience after so long without any answer, others are told to come later
   * @param begun it is part of something that has begun: rather sent than told to come later
   */
  synchronized Turn turn(Duration patience, boolean begun) {
    Optional<Turn> obstacle = obstacle(begun);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    boolean first = words == null && lastAnswer == null;
    Sent sent = new Sent(clock.instant(), first ? FIRST_ANSWER : patience);
    underWay.add(sent);
    if (words != null) {
      trial = sent;
    }
    return sent;
  }

  /** The same, waiting as long as that is of use. */
  synchronized Turn await(Duration patience, boolean begun) throws InterruptedException {
    Turn turn = turn(patience, begun);
    while (turn == Unknown.WAIT) {
      wait(LOOK_MILLIS);
      turn = turn(patience, begun);
    }
    return turn;
  }

  /** Why a request may not be sent now. */
  synchronized Optional<Turn> obstacle(boolean begun) {
    Instant now = clock.instant();
    if (words != null) {
      if (trial == null) {
        return Optional.empty();
      }
      boolean soon = now.isBefore(trial.at().plus(FIRST_ANSWER));
      return Optional.of(soon ? Unknown.WAIT : new Refused(words + said(now)));
    }
    if (underWay.stream().anyMatch(each -> each.isUnheard(LONGEST, now, lastAnswer))) {
      return Optional.of(
          new Refused(
              "SocketTimeoutException: nothing was answered for %d s (this request was not sent)"
                  .formatted(LONGEST.toSeconds())));
    }
    boolean full = !pace.allowsMoreThan(underWay.size());
    if (underWay.isEmpty() || begun) {
      return full ? Optional.of(Unknown.WAIT) : Optional.empty();
    }
    boolean slow = underWay.stream().anyMatch(each -> each.isSlow(now, lastAnswer));
    return slow
        ? Optional.of(Unknown.LATER)
        : lastAnswer == null || full ? Optional.of(Unknown.WAIT) : Optional.empty();
  }

  private String said(Instant now) {
    return " (%d s ago; this request was not sent)"
        .formatted(Duration.between(since, now).toSeconds());
  }

  /**
   * An answer came, whatever it says.
   *
   * @param tooMany whether it says that there are too many requests
   * @return whether the server was thought not to answer until now
   */
  synchronized boolean heard(boolean tooMany) {
    if (tooMany) {
      pace.tooMany();
    } else {
      pace.good();
    }
    boolean news = words != null;
    lastAnswer = clock.instant();
    words = null;
    trial = null;
    notifyAll();
    return news;
  }

  /**
   * A request got no answer; if something was answered since it was sent, that means nothing.
   *
   * @return whether the server was thought to answer until now
   */
  synchronized boolean unheard(Sent sent, String why) {
    over(sent);
    if (lastAnswer != null && lastAnswer.isAfter(sent.at())) {
      return false;
    }
    boolean news = words == null;
    words = why;
    since = clock.instant();
    silentSince = news ? since : silentSince;
    return news;
  }

  /** As people see it, beside the circuit breakers of other systems. */
  synchronized BreakerState state(String address) {
    Position position =
        words == null ? Position.CLOSED : trial == null ? Position.OPEN : Position.HALF_OPEN;
    return new BreakerState(
        "kubernetes", address, position, silentSince, words == null ? "" : words);
  }

  /** A request is on its way no more. */
  synchronized void over(Sent sent) {
    underWay.remove(sent);
    if (sent.equals(trial)) {
      trial = null;
    }
    notifyAll();
  }
}
