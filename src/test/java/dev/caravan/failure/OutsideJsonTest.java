package dev.caravan.failure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class OutsideJsonTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void whatCannotBeStoredIsReplacedAtAnyDepthAndInKeys() throws IOException {
    String said =
        "{\"message\": \"no\\u0000\", \"k\\u0000\": [1, {\"a\\u0000\": [\"\\udc00\", null]}], \"ok\": \"\\ud83d\\ude00\"}";

    assertThat(OutsideJson.read(JSON, said.getBytes(UTF_8)))
        .isEqualTo(
            JSON.readTree(
                "{\"message\": \"no\uFFFD\", \"k\uFFFD\": [1, {\"a\uFFFD\": [\"\uFFFD\", null]}], \"ok\": \"\ud83d\ude00\"}"));
  }

  @Test
  void anAnswerWithoutContentIsMissing() throws IOException {
    assertThat(OutsideJson.read(JSON, new byte[0]).isMissingNode()).isTrue();
  }
}
