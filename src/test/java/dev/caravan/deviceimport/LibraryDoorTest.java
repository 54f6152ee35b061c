package dev.caravan.deviceimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.Answer;
import dev.caravan.story.RunningCaravan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What an operator of imports learns of this machine and its network by naming a library. */
@ContextConfiguration(initializers = LibraryDoorTest.NoFiles.class)
class LibraryDoorTest extends RunningCaravan {

  @DynamicPropertySource
  static void asInProduction(DynamicPropertyRegistry properties) throws IOException {
    Path key = Files.createTempFile(Path.of("target"), "node", ".key");
    properties.add("caravan.git.ssh-key", key::toString);
    properties.add("caravan.netbox.url", () -> "http://127.0.0.1:1");
    properties.add("caravan.netbox.token", () -> "any");
  }

  /** The other tests read files; this comes before what they set. */
  static final class NoFiles
      implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("no-files", Map.of("caravan.git.schemes", "https,ssh")));
    }
  }

  @Test
  void everyAddressThatIsNotPublicGetsOneMessageAndNoSecondTry() throws IOException {
    Set<String> messages = new HashSet<>();
    try (ServerSocket inside = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      inside.setSoTimeout(500);
      int port = inside.getLocalPort();
      for (String url :
          List.of(
              "https://127.0.0.1:%d/x.git".formatted(port),
              "https://localhost:%d/x.git".formatted(port),
              "https://[::ffff:127.0.0.1]:%d/x.git".formatted(port),
              "https://127.0.0.1:1/x.git",
              "https://1.1.1.1\\@127.0.0.1:%d/x.git".formatted(port),
              "ssh://git@127.0.0.1:%d/x.git".formatted(port),
              "git@localhost:x.git",
              "file:///etc",
              "/etc/passwd",
              "/no/such/folder")) {
        messages.add(refusal(url).replace(url, "URL"));
      }

      assertThatThrownBy(inside::accept).isInstanceOf(SocketTimeoutException.class);
    }
    assertThat(messages)
        .hasSize(1)
        .first()
        .asString()
        .contains("is no address that this node reads");
  }

  /** What is said of that library, at the start or by the step that failed, which ran once. */
  private String refusal(String url) {
    Answer answer =
        as("operator")
            .post(
                "/api/v1/workflows/import-vendors",
                Map.of("selected_vendors", List.of("all"), "library", Map.of("url", url)));
    if (answer.status() == 400) {
      assertThat(answer.json().at("/details/errors/0/pointer").asText()).contains("/url");
      return answer.json().at("/details/errors/0/message").asText();
    }
    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    String process = answer.header("Location");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> as("viewer").get(process).json().path("status").asText().equals("failed"));
    JsonNode steps = as("viewer").get(process + "/steps").json().path("items");
    assertThat(steps).as(steps.toString()).allMatch(step -> step.path("attempts").size() <= 1);
    return as("viewer")
        .get(process)
        .json()
        .toString()
        .replaceAll("[0-9a-f-]{36}|20[0-9T:.-]+Z", "-");
  }
}
