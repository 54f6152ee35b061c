package dev.caravan.openstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

/** What is kept of the words of a cloud. */
class OpenStackAnswerTest {

  @Test
  void theReasonAtTheEndOfALongMessageIsKept() {
    String data = "QUJD".repeat(20_000);
    String said =
        "Invalid input for field/attribute user_data. Value: %s. '%s' is too long"
            .formatted(data, data);

    assertThat(words(said))
        .startsWith("Invalid input for field/attribute user_data. Value: QUJDQUJD")
        .contains("(80001 characters)")
        .endsWith("' is too long")
        .hasSizeLessThan(500);
  }

  @Test
  void ofMuchTextBothEndsAreKept() {
    String said = "It began so. " + "And then more of it came. ".repeat(1000) + "This is why.";

    assertThat(words(said))
        .startsWith("It began so. ")
        .contains(" … ")
        .endsWith(" This is why.")
        .hasSize(503);
    assertThat(words("short <br /><br />")).isEqualTo("short");
  }

  private static String words(String message) {
    JsonNode body =
        JsonNodeFactory.instance
            .objectNode()
            .set("badRequest", JsonNodeFactory.instance.objectNode().put("message", message));
    return new OpenStackAnswer(400, body, "").words();
  }
}
