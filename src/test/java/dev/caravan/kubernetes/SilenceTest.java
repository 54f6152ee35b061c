package dev.caravan.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.kubernetes.Turn.Refused;
import dev.caravan.kubernetes.Turn.Sent;
import dev.caravan.kubernetes.Turn.Unknown;
import dev.caravan.story.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who may ask a server that does not answer, and when. */
class SilenceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String WHY = "ConnectException: Connection refused";

  private final MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Silence silence = new Silence(new Pace(8), clock);

  private void passes(int seconds) {
    clock.pass(Duration.ofSeconds(seconds));
  }

  private Turn turn() {
    return silence.turn(PATIENCE, false);
  }

  private Sent sent() {
    Turn turn = turn();
    assertThat(turn).isInstanceOf(Sent.class);
    return (Sent) turn;
  }

  private String refused() {
    Turn turn = turn();
    assertThat(turn).isInstanceOf(Refused.class);
    return ((Refused) turn).words();
  }

  private void answered(Sent asked) {
    silence.heard(false);
    silence.over(asked);
  }

  @Test
  void oneRequestFindsOutWhetherAServerAnswersAtAll() {
    Sent first = sent();
    assertThat(turn()).isEqualTo(Unknown.WAIT);

    answered(first);

    sent();
    sent();
  }

  @Test
  void nobodyWaitsLongForAFirstAnswer() {
    Sent first = sent();
    assertThat(turn()).isEqualTo(Unknown.WAIT);

    passes(1);

    assertThat(turn()).isEqualTo(Unknown.LATER);
    passes(19);
    assertThat(Trouble.of(refused())).isEqualTo(Trouble.TIMEOUT);
    answered(first);
    sent();
  }

  @Test
  void whileOneTriesAgainAllOthersAreRefusedInTheWordsOfTheFirst() {
    assertThat(silence.unheard(sent(), WHY)).isTrue();
    sent();
    passes(4);

    assertThat(refused()).startsWith(WHY).contains("4 s ago").contains("was not sent");
    assertThat(Trouble.of(refused())).isEqualTo(Trouble.UNREACHABLE);
  }

  @Test
  void exactlyOneTriesAgain() {
    silence.unheard(sent(), WHY);

    Sent trial = sent();
    passes(60);
    assertThat(refused()).startsWith(WHY);
    assertThat(silence.unheard(trial, "SocketTimeoutException: Read timed out")).isFalse();

    Sent next = sent();
    assertThat(turn()).isEqualTo(Unknown.WAIT);
    passes(1);
    assertThat(refused()).startsWith("SocketTimeoutException");
    assertThat(silence.heard(false)).isTrue();
    silence.over(next);
    sent();
    sent();
  }

  @Test
  void aTrialThatBreaksOffLeavesItToTheNext() {
    silence.unheard(sent(), WHY);

    silence.over(sent());

    sent();
  }

  @Test
  void aServerThatStopsToAnswerIsNotWaitedForLong() {
    answered(sent());
    Sent reading = sent();
    sent();
    passes(5);
    assertThat(turn()).isEqualTo(Unknown.LATER);

    passes(10);
    silence.unheard(reading, "SocketTimeoutException: Read timed out");
    sent();
    passes(1);

    assertThat(refused()).contains("Read timed out");
  }

  @Test
  void whatHasBegunGoesOnUntilNothingIsHeardAnyMore() {
    answered(sent());
    sent();
    passes(5);
    assertThat(silence.turn(PATIENCE, true)).isInstanceOf(Sent.class);

    passes(15);

    assertThat(silence.turn(PATIENCE, true)).isInstanceOf(Refused.class);
  }

  @Test
  void aSlowRequestAmongOthersMeansNothing() {
    answered(sent());
    Sent slow = sent();
    passes(4);
    answered(sent());
    passes(4);
    sent();

    assertThat(silence.unheard(slow, "SocketTimeoutException: Read timed out")).isFalse();

    sent();
  }

  @Test
  void whoSaysThatThereAreTooManyGetsFewerAtOnceAndSlowlyMoreAgain() {
    answered(sent());
    Sent first = sent();
    sent();
    for (int i = 0; i < 3; i++) {
      silence.heard(true);
    }
    assertThat(turn()).isEqualTo(Unknown.WAIT);
    silence.over(first);
    assertThat(turn()).isEqualTo(Unknown.WAIT);

    for (int i = 0; i < 20; i++) {
      silence.heard(false);
    }

    sent();
    assertThat(turn()).isEqualTo(Unknown.WAIT);
  }
}
