package dev.caravan.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.Answer;
import dev.caravan.story.HttpCaller;
import dev.caravan.story.RunningCaravan;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeysOfUsersTest extends RunningCaravan {

  private final String name = "maker-" + UUID.randomUUID();
  private String user = "";
  private HttpCaller maker = nobody();

  @BeforeEach
  void addAnotherAdmin() {
    Answer added =
        admin()
            .post(
                "/api/v1/users",
                Map.of("username", name, "password", ADMIN_PASSWORD, "role", "admin"));
    user = added.json().get("id").asText();
    maker = nobody().with("Authorization", "Bearer " + logIn(name, ADMIN_PASSWORD));
  }

  @Test
  void aKeyGoesWithTheUserWhoMadeIt() {
    JsonNode key = made(maker, "admin");
    JsonNode keyOfTheKey = made(by(key), "admin");
    assertThat(by(keyOfTheKey).get("/api/v1/users").status()).isEqualTo(200);
    assertThat(keyOfTheKey.get("user_id").asText()).isEqualTo(user);

    assertThat(admin().delete("/api/v1/users/" + user).status()).isEqualTo(204);

    assertThat(by(key).get("/api/v1/auth/me").status()).isEqualTo(401);
    assertThat(by(keyOfTheKey).get("/api/v1/auth/me").status()).isEqualTo(401);
    assertThat(admin().get("/api/v1/api-keys/" + key.get("id").asText()).status()).isEqualTo(404);
  }

  @Test
  void aKeyNeverMayMoreThanItsUser() {
    JsonNode key = made(maker, "admin");
    JsonNode small = made(maker, "viewer");

    admin().patch("/api/v1/users/" + user, Map.of("role", "operator"));

    assertThat(by(key).get("/api/v1/users").status()).isEqualTo(403);
    JsonNode me = by(key).get("/api/v1/auth/me").json();
    assertThat(me.get("role").asText()).isEqualTo("operator");
    assertThat(me.get("topics")).isEmpty();
    assertThat(by(small).get("/api/v1/auth/me").json().get("role").asText()).isEqualTo("viewer");
    JsonNode shown = admin().get("/api/v1/api-keys/" + key.get("id").asText()).json();
    assertThat(shown.get("role").asText()).isEqualTo("admin");
    assertThat(shown.get("role_now").asText()).isEqualTo("operator");
  }

  @Test
  void aKeyIsRefusedWhileItsUserIsDisabled() {
    JsonNode key = made(maker, "operator");

    admin().patch("/api/v1/users/" + user, Map.of("active", false));
    assertThat(by(key).get("/api/v1/auth/me").status()).isEqualTo(401);
    JsonNode shown = admin().get("/api/v1/api-keys/" + key.get("id").asText()).json();
    assertThat(shown.get("role_now").isNull()).isTrue();

    admin().patch("/api/v1/users/" + user, Map.of("active", true));
    assertThat(by(key).get("/api/v1/auth/me").status()).isEqualTo(200);
  }

  @Test
  void whatTheEnvironmentsKeyMadeBelongsToNobody() {
    JsonNode key = made(nobody().with("X-API-Key", BOOTSTRAP_KEY), "admin");

    assertThat(key.get("user_id").isNull()).isTrue();
    assertThat(key.get("role_now").asText()).isEqualTo("admin");
    assertThat(by(key).get("/api/v1/users").status()).isEqualTo(200);
  }

  private JsonNode made(HttpCaller caller, String role) {
    Answer made =
        caller.post(
            "/api/v1/api-keys",
            Map.of(
                "name", "k-" + UUID.randomUUID(), "role", role, "topics", List.of("demo.nothing")));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return made.json();
  }

  private HttpCaller by(JsonNode key) {
    return nobody().with("X-API-Key", key.get("key").asText());
  }
}
