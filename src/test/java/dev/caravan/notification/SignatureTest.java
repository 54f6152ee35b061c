package dev.caravan.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  void theExampleOfTheGuideIsRight() throws IOException {
    String guide = Files.readString(Path.of("docs/guides/webhooks.md"));
    Matcher example =
        Pattern.compile("SECRET=(\\S+) TIMESTAMP=(\\d+) BODY='(.*)'\\n.*\\n {4}# ([0-9a-f]{64})")
            .matcher(guide);

    assertThat(example.find()).isTrue();
    assertThat(Signature.of(example.group(1), Long.parseLong(example.group(2)), example.group(3)))
        .isEqualTo("sha256=" + example.group(4));
    assertThat(guide).contains("dgst -sha256 -hmac \"$SECRET\"");
  }

  @Test
  void isAnotherForAnotherTimeBodyOrSecret() {
    String signature = Signature.of("a-secret-of-16-chars", 1, "{}");

    assertThat(Signature.of("a-secret-of-16-chars", 2, "{}")).isNotEqualTo(signature);
    assertThat(Signature.of("a-secret-of-16-chars", 1, "{ }")).isNotEqualTo(signature);
    assertThat(Signature.of("b-secret-of-16-chars", 1, "{}")).isNotEqualTo(signature);
  }
}
