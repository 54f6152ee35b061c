package dev.caravan.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Caravan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * One Caravan on its own embedded PostgreSQL and Redis, started once for all tests that extend this
 * and spoken to over HTTP. A test that needs other properties costs a start of its own.
 */
@SpringBootTest(classes = Caravan.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public abstract class RunningCaravan {

  protected static final String ADMIN_PASSWORD = "first-admin-of-the-tests";
  protected static final String BOOTSTRAP_KEY = "bootstrap-key-of-the-tests-0123456789abcdef";

  private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

  @LocalServerPort private int port;

  @DynamicPropertySource
  static void ownDataAndAdmin(DynamicPropertyRegistry properties) throws IOException {
    Path data = Files.createTempDirectory(Path.of("target"), "running");
    properties.add("caravan.data-dir", data::toString);
    properties.add("server.address", () -> "127.0.0.1");
    properties.add("caravan.security.admin-password", () -> ADMIN_PASSWORD);
    properties.add("caravan.security.bootstrap-api-key", () -> BOOTSTRAP_KEY);
    properties.add("caravan.webhooks.allow-private", () -> "true");
    properties.add("caravan.git.schemes", () -> "file,https,ssh");
    properties.add("caravan.secrets.plain-http-hosts", () -> "127.0.0.1,localhost");
    properties.add("caravan.webhooks.first-retry", () -> "200ms");
  }

  protected URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Calls without saying who. */
  protected HttpCaller nobody() {
    return new HttpCaller(address(), Map.of());
  }

  protected HttpCaller admin() {
    return nobody().with("Authorization", "Bearer " + token("admin"));
  }

  /** Calls as a user of that role: viewer, operator, developer or admin. */
  protected HttpCaller as(String role) {
    return nobody().with("Authorization", "Bearer " + token(role));
  }

  /** A token of a user of that role, made when it is first asked for. */
  protected String token(String role) {
    String known = TOKENS.get(port + role);
    if (known != null) {
      return known;
    }
    if (!role.equals("admin")) {
      Answer added =
          admin()
              .post(
                  "/api/v1/users",
                  Map.of("username", role, "password", ADMIN_PASSWORD, "role", role));
      assertThat(added.status()).as(added.toString()).isEqualTo(201);
    }
    String token = logIn(role, ADMIN_PASSWORD);
    TOKENS.put(port + role, token);
    return token;
  }

  protected String logIn(String username, String password) {
    Answer answer =
        nobody().post("/api/v1/auth/token", Map.of("username", username, "password", password));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json().get("access_token").asText();
  }
}
