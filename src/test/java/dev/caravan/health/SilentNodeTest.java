package dev.caravan.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.story.Answer;
import dev.caravan.story.RunningCaravan;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** A node that works and answers no callers. */
@TestPropertySource(properties = "caravan.roles=worker,scheduler")
class SilentNodeTest extends RunningCaravan {

  @Test
  void saysHowItIsAndNothingElse() {
    Answer refused = nobody().get("/api/v1/workflows");

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().path("error").asText()).isEqualTo("ResourceError");
    assertThat(refused.json().path("message").asText()).contains("CARAVAN_ROLES");
    assertThat(nobody().get("/api/v1/health").status()).isEqualTo(200);
    assertThat(nobody().get("/actuator/health/readiness").status()).isEqualTo(200);
  }
}
