package dev.caravan.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import dev.caravan.story.Answer;
import dev.caravan.story.HttpCaller;
import dev.caravan.story.RunningCaravan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

class LoginTest extends RunningCaravan {

  @Autowired SigningKey signingKey;
  @Autowired UserStore users;
  @Autowired SecuritySettings settings;
  @Autowired JdbcClient jdbc;

  @Test
  void givesATokenForTheRightPassword() {
    Answer answer =
        nobody()
            .post("/api/v1/auth/token", Map.of("username", "ADMIN", "password", ADMIN_PASSWORD));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().get("token_type").asText()).isEqualTo("Bearer");
    assertThat(answer.json().get("expires_in").asLong()).isEqualTo(3600);
    Answer me =
        nobody()
            .with("Authorization", "Bearer " + answer.json().get("access_token").asText())
            .get("/api/v1/auth/me");
    assertThat(me.json().get("name").asText()).isEqualTo("admin");
    assertThat(me.json().get("role").asText()).isEqualTo("admin");
  }

  @Test
  void saysTheSameOfAnUnknownUserAndAWrongPassword() {
    Answer unknown = tryLogIn("nobody-" + UUID.randomUUID(), "wrong-password");
    Answer wrong = tryLogIn(addUser("viewer").get("username").asText(), "wrong-password");

    assertThat(List.of(unknown.status(), wrong.status())).containsExactly(401, 401);
    assertThat(unknown.json().get("message")).isEqualTo(wrong.json().get("message"));
    assertThat(unknown.json().get("error").asText()).isEqualTo("AuthenticationError");
  }

  @Test
  void slowsDownGuessing() {
    String username = addUser("viewer").get("username").asText();
    for (int i = 0; i < 5; i++) {
      assertThat(tryLogIn(username, "guess-" + i).status()).isEqualTo(401);
    }

    Answer refused = tryLogIn(username, "password-of-a-test-user");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().get("error").asText()).isEqualTo("RateLimitError");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 300);
    jdbc.sql("delete from caravan.failed_logins").update();
  }

  @Test
  void aDisabledUserIsRefusedAtOnce() {
    var user = addUser("operator");
    HttpCaller caller = loggedIn(user.get("username").asText());
    assertThat(caller.get("/api/v1/auth/me").status()).isEqualTo(200);

    admin().patch("/api/v1/users/" + user.get("id").asText(), Map.of("active", false));

    assertThat(caller.get("/api/v1/auth/me").status()).isEqualTo(401);
    assertThat(tryLogIn(user.get("username").asText(), "password-of-a-test-user").status())
        .isEqualTo(401);
  }

  @Test
  void theTokensOfADisabledUserStayEndedWhenItIsEnabledAgain() {
    var user = addUser("operator");
    HttpCaller caller = loggedIn(user.get("username").asText());

    admin().patch("/api/v1/users/" + user.get("id").asText(), Map.of("active", false));
    admin().patch("/api/v1/users/" + user.get("id").asText(), Map.of("active", true));

    assertThat(caller.get("/api/v1/auth/me").status()).isEqualTo(401);
    assertThat(loggedIn(user.get("username").asText()).get("/api/v1/auth/me").status())
        .isEqualTo(200);
  }

  @Test
  void refusesACallThatSaysTwiceWhoMakesIt() {
    Answer both = admin().with("X-API-Key", BOOTSTRAP_KEY).get("/api/v1/auth/me");
    Answer unknownKey = admin().with("X-API-Key", "unknown").get("/api/v1/auth/me");

    assertThat(both.status()).as(both.toString()).isEqualTo(400);
    assertThat(both.json().get("error").asText()).isEqualTo("ValidationError");
    assertThat(unknownKey.status()).isEqualTo(400);
  }

  @Test
  void forwardingHeadersOfStrangersWinNoNewTries() {
    String username = addUser("viewer").get("username").asText();
    for (int i = 0; i < 5; i++) {
      tryLogIn(nobody().with("X-Forwarded-For", "203.0.113." + i), username, "guess-" + i);
    }

    HttpCaller elsewhere =
        nobody().with("X-Forwarded-For", "203.0.113.99").with("Forwarded", "for=203.0.113.98");

    assertThat(tryLogIn(elsewhere, username, "password-of-a-test-user").status()).isEqualTo(429);
    jdbc.sql("delete from caravan.failed_logins").update();
  }

  @Test
  void allAddressesOfAnIpv6SiteCountAsOne() {
    LoginThrottle throttle = new LoginThrottle(jdbc, Clock.systemUTC());
    String username = "u-" + UUID.randomUUID();
    for (int i = 0; i < 5; i++) {
      throttle.countTry(username, "2001:db8:1:2::" + i);
    }

    assertThatThrownBy(() -> throttle.countTry(username, "2001:db8:1:2:ffff::1"))
        .hasMessageContaining("Too many");
    throttle.countTry(username, "2001:db8:1:3::1");
    jdbc.sql("delete from caravan.failed_logins").update();
  }

  @Test
  void strangersMayNotGuessOneNameForEverNorLockItsUserOut() {
    LoginThrottle throttle = new LoginThrottle(jdbc, Clock.systemUTC());
    String username = "u-" + UUID.randomUUID();
    throttle.countTry(username, "192.0.2.1");
    throttle.forgive(username, "192.0.2.1");
    for (int i = 0; i < 200; i++) {
      throttle.countTry(username, "198.51.100." + i);
    }

    assertThatThrownBy(() -> throttle.countTry(username, "203.0.113.1"))
        .hasMessageContaining("Too many");
    assertThatThrownBy(() -> throttle.countTry(username.toUpperCase(Locale.ROOT), "203.0.113.2"))
        .hasMessageContaining("Too many");
    throttle.countTry(username, "192.0.2.1");
    throttle.countTry("u-" + UUID.randomUUID(), "203.0.113.1");
    LoginThrottle later =
        new LoginThrottle(jdbc, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(6)));
    later.countTry(username, "203.0.113.1");
    jdbc.sql("delete from caravan.failed_logins").update();
  }

  @Test
  void noUserHasANameByWhichCaravanSpeaksOfItself() {
    for (String name : List.of("system", "System", "scheduler", "ANONYMOUS", "environment")) {
      Answer answer =
          admin()
              .post(
                  "/api/v1/users",
                  Map.of("username", name, "password", "long-enough", "role", "viewer"));

      assertThat(answer.status()).as(name).isEqualTo(400);
      assertThat(answer.json().at("/details/errors/0/pointer").asText()).isEqualTo("/username");
    }
  }

  @Test
  void aNewRoleIsInForceAtOnce() {
    var user = addUser("viewer");
    HttpCaller caller = loggedIn(user.get("username").asText());
    assertThat(caller.get("/api/v1/users").status()).isEqualTo(403);

    admin().patch("/api/v1/users/" + user.get("id").asText(), Map.of("role", "admin"));

    assertThat(caller.get("/api/v1/users").status()).isEqualTo(200);
  }

  @Test
  void aNewPasswordEndsTheTokensBefore() {
    String username = addUser("viewer").get("username").asText();
    HttpCaller caller = loggedIn(username);

    Answer changed =
        caller.post(
            "/api/v1/auth/password",
            Map.of(
                "current_password", "password-of-a-test-user", "new_password", "another-password"));

    assertThat(changed.status()).isEqualTo(204);
    assertThat(caller.get("/api/v1/auth/me").status()).isEqualTo(401);
    assertThat(tryLogIn(username, "another-password").status()).isEqualTo(200);
  }

  @Test
  void refusesTokensThatAreExpiredForgedOrGarbage() {
    User admin = users.findByName("admin").orElseThrow();
    Clock lately = Clock.fixed(Instant.now().minus(Duration.ofHours(2)), ZoneOffset.UTC);
    String expired = new Tokens(signingKey, users, settings, lately).issue(admin);
    String token = token("admin");
    String forged = token.substring(0, token.lastIndexOf('.') + 1) + "AAAA";
    String unsigned =
        "eyJhbGciOiJub25lIn0."
            + token.substring(token.indexOf('.') + 1, token.lastIndexOf('.') + 1);

    for (String bad : List.of(expired, forged, unsigned, "garbage", "")) {
      Answer answer = nobody().with("Authorization", "Bearer " + bad).get("/api/v1/auth/me");
      assertThat(answer.status()).as(bad).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }
  }

  @Test
  void refusesSignedTokensThatSayNotWhoseOrWhichTheyAre() {
    String admin = users.findByName("admin").orElseThrow().id().toString();
    Instant now = Instant.now();
    JwtClaimsSet.Builder sound =
        JwtClaimsSet.builder().issuer("caravan").issuedAt(now).expiresAt(now.plusSeconds(600));
    List<JwtClaimsSet> lacking =
        List.of(
            sound.build(),
            sound.subject(admin).build(),
            sound.claim("credentials_version", "1").build(),
            sound.claim("credentials_version", 1.5e300).build(),
            sound.claim("credentials_version", 1).subject("nobody").build(),
            sound.subject(UUID.randomUUID().toString()).build());
    JwtEncoder encoder = new NimbusJwtEncoder(new ImmutableSecret<>(signingKey.key()));
    JwsHeader header = JwsHeader.with(MacAlgorithm.HS256).build();

    for (JwtClaimsSet claims : lacking) {
      String token = encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
      Answer answer = nobody().with("Authorization", "Bearer " + token).get("/api/v1/auth/me");
      assertThat(answer.status()).as(claims.getClaims().toString()).isEqualTo(401);
      assertThat(answer.json().path("error").asText()).isEqualTo("AuthenticationError");
    }
  }

  private Answer tryLogIn(String username, String password) {
    return tryLogIn(nobody(), username, password);
  }

  private static Answer tryLogIn(HttpCaller caller, String username, String password) {
    return caller.post("/api/v1/auth/token", Map.of("username", username, "password", password));
  }

  private HttpCaller loggedIn(String username) {
    return nobody().with("Authorization", "Bearer " + logIn(username, "password-of-a-test-user"));
  }

  private com.fasterxml.jackson.databind.JsonNode addUser(String role) {
    Answer added =
        admin()
            .post(
                "/api/v1/users",
                Map.of(
                    "username",
                    "u-" + UUID.randomUUID(),
                    "password",
                    "password-of-a-test-user",
                    "role",
                    role));
    assertThat(added.status()).as(added.toString()).isEqualTo(201);
    return added.json();
  }
}
