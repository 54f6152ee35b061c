package dev.caravan.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.story.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who comes later, and who gets an answer at last. */
class ServerPlaceTest {

  private static final KubernetesRequest LIST = KubernetesRequest.get("/apis", "");

  private final MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));

  @Test
  void whoeverCameLaterOftenEnoughIsToldThatNothingIsAnswered() {
    Server server = new Server("https://slow.example.org", 8, clock);
    ServerPlace asks = new ServerPlace(server);
    assertThat(asks.turn(LIST, true)).isEmpty();
    clock.pass(Duration.ofSeconds(4));

    ServerPlace waits = new ServerPlace(server);

    assertThatThrownBy(() -> waits.turn(LIST, true)).isInstanceOf(RetryableFailure.class);
    assertThat(waits.turn(LIST, false))
        .hasValueSatisfying(words -> assertThat(Trouble.of(words)).isEqualTo(Trouble.TIMEOUT));
    waits.giveBack();
    asks.answered(new KubernetesAnswer(200, MissingNode.getInstance(), ""));
    ServerPlace next = new ServerPlace(server);
    assertThat(next.turn(LIST, true)).isEmpty();
  }
}
