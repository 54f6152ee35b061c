package dev.caravan.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.secret.ServerSecret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerSecretTest {

  private static final ServerSecret SECRET =
      ServerSecret.of("s3cret", "https://Kube.example.org/a");

  @Test
  void itIsNeitherPrintedNorSerialized() throws Exception {
    assertThat(SECRET.toString()).doesNotContain("s3cret");
    assertThat(new ObjectMapper().writeValueAsString(Map.of("token", SECRET)))
        .doesNotContain("s3cret");
  }

  @Test
  void itGoesToItsOwnServerAlone() {
    assertThat(SECRET.revealTo("https://kube.example.org:443/other")).isEqualTo("s3cret");
    for (String other :
        List.of(
            "http://kube.example.org",
            "https://kube.example.org:6443",
            "https://kube.example.org.evil.net",
            "https://kube.example.org@evil.net",
            "")) {
      assertThatThrownBy(() -> SECRET.revealTo(other))
          .isInstanceOf(PermanentFailure.class)
          .hasMessageNotContaining("s3cret");
    }
  }

  @Test
  void plainHttpIsForHostsThatAreNamed() {
    PlainHttp some = new PlainHttp(List.of("127.0.0.1", "Lab.example.org:8001"));
    assertThat(some.allows("http://127.0.0.1:9")).isTrue();
    assertThat(some.allows("http://lab.example.org:8001/x")).isTrue();
    assertThat(some.allows("http://lab.example.org")).isFalse();
    assertThat(some.allows("HTTP://192.0.2.1")).isFalse();
    assertThat(some.allows("https://192.0.2.1")).isTrue();
  }
}
