package dev.caravan.notification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignatureTest {

  /** Computed by {@code printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac <secret>}. */
  @Test
  void signsTimestampDotBody() {
    String signature = Signature.of("a-secret-of-16-chars", 1_700_000_000L, "{\"a\":1}");

    assertThat(signature)
        .isEqualTo("sha256=966dfd9e7287134bae9078b9ca8cad81556798be645cd07bef60884b917d8d01");
  }

  @Test
  void isAnotherForAnotherTimeBodyOrSecret() {
    String signature = Signature.of("a-secret-of-16-chars", 1, "{}");

    assertThat(Signature.of("a-secret-of-16-chars", 2, "{}")).isNotEqualTo(signature);
    assertThat(Signature.of("a-secret-of-16-chars", 1, "{ }")).isNotEqualTo(signature);
    assertThat(Signature.of("b-secret-of-16-chars", 1, "{}")).isNotEqualTo(signature);
  }
}
