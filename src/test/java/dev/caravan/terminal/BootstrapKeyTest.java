package dev.caravan.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.story.RunningCaravan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.TestPropertySource;

/** The sandbox of somebody who has set an admin key of their own. */
@ExtendWith(OutputCaptureExtension.class)
@ActiveProfiles("sandbox")
@TestPropertySource(
    properties = {
      "caravan.sandbox.netbox.port=18301",
      "caravan.sandbox.openstack.port=18302",
      "caravan.sandbox.kubernetes.port=18303",
      "logging.level.dev.caravan=DEBUG",
      "logging.level.org.springframework.web=DEBUG",
      "logging.level.org.springframework.security=DEBUG"
    })
class BootstrapKeyTest extends RunningCaravan {

  /** Levels are the whole process's: the tests after this one are not to be so talkative. */
  @AfterAll
  static void beQuietAgain() {
    LoggingSystem logging = LoggingSystem.get(BootstrapKeyTest.class.getClassLoader());
    logging.setLogLevel("dev.caravan", null);
    logging.setLogLevel("org.springframework.web", null);
    logging.setLogLevel("org.springframework.security", null);
  }

  @Test
  void isPrintedNowhere(CapturedOutput output) {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> output.getAll().contains("Try in another terminal"));
    nobody().with("X-API-Key", BOOTSTRAP_KEY).get("/api/v1/auth/me");
    nobody().with("X-API-Key", BOOTSTRAP_KEY).post("/api/v1/users", "{");
    nobody().with("X-API-Key", BOOTSTRAP_KEY + "x").get("/api/v1/auth/me");
    admin().with("X-API-Key", BOOTSTRAP_KEY).get("/api/v1/auth/me");
    nobody()
        .with("X-API-Key", BOOTSTRAP_KEY)
        .post("/api/v1/workflows/import-vendors", Map.of("selected_vendors", List.of("none")));

    String id = as("viewer").get("/api/v1/auth/me").json().get("id").asText();
    admin().patch("/api/v1/users/" + id, Map.of("password", "a-secret-of-the-tests"));
    Map<String, String> passwords =
        Map.of(
            "current_password", "a-secret-of-the-tests", "new_password", "a-secret-of-the-tests");
    admin().post("/api/v1/auth/password", passwords);
    Map<String, String> webhook =
        Map.of("url", "http://127.0.0.1:18304/", "secret", "a-secret-of-the-tests");
    String made = admin().post("/api/v1/webhooks", webhook).header("Location");
    admin().patch(made, webhook);
    admin().delete(made);

    assertThat(output.getAll())
        .contains("$CARAVAN_BOOTSTRAP_API_KEY")
        .doesNotContain(BOOTSTRAP_KEY)
        .doesNotContain(BOOTSTRAP_KEY.substring(12))
        .doesNotContain(ADMIN_PASSWORD)
        .doesNotContain("a-secret-of-the-tests");
  }
}
