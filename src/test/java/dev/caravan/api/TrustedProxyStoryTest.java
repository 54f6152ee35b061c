package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.story.Answer;
import dev.caravan.story.HttpCaller;
import dev.caravan.story.RunningCaravan;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The tests call from 127.0.0.1, which is a trusted proxy here. */
@TestPropertySource(properties = "caravan.api.trusted-proxies=127.0.0.1,10.0.0.0/8")
class TrustedProxyStoryTest extends RunningCaravan {

  @Test
  void eachCallerBehindTheProxyHasTriesOfItsOwn() {
    for (int i = 0; i < 5; i++) {
      assertThat(guess(nobody().with("X-Forwarded-For", "198.51.100.1")).status()).isEqualTo(401);
    }

    assertThat(guess(nobody().with("X-Forwarded-For", "198.51.100.1")).status()).isEqualTo(429);
    assertThat(guess(nobody().with("X-Forwarded-For", "198.51.100.2")).status()).isEqualTo(401);
  }

  @Test
  void anInventedBeginningOfTheListWinsNoNewTries() {
    for (int i = 0; i < 5; i++) {
      String forwarded = "203.0.113.%d, 198.51.100.9, 10.0.0.7".formatted(i);
      assertThat(guess(nobody().with("X-Forwarded-For", forwarded)).status()).isEqualTo(401);
    }

    assertThat(guess(nobody().with("X-Forwarded-For", "203.0.113.99,198.51.100.9")).status())
        .isEqualTo(429);
  }

  @Test
  void noOtherHeaderIsBelieved() {
    for (int i = 0; i < 5; i++) {
      guess(
          nobody()
              .with("X-Forwarded-For", "198.51.100.20")
              .with("Forwarded", "for=203.0.113." + i)
              .with("X-Real-IP", "203.0.113." + i));
    }

    Answer answer =
        guess(
            nobody()
                .with("X-Forwarded-For", "198.51.100.20")
                .with("Forwarded", "for=203.0.113.77"));

    assertThat(answer.status()).isEqualTo(429);
  }

  private static Answer guess(HttpCaller caller) {
    return caller.post(
        "/api/v1/auth/token", Map.of("username", "somebody", "password", "a wrong one"));
  }
}
