package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.story.Answer;
import dev.caravan.story.RunningCaravan;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;

@ExtendWith(OutputCaptureExtension.class)
class ErrorShapeTest extends RunningCaravan {

  @Autowired private ErrorAdvice advice;

  /** A caller that goes away is no defect, and both are an IOException. */
  @Test
  void theLogSaysWhyAnAnswerCannotBeWritten(CapturedOutput output) {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/v3/api-docs");

    advice.other(new IOException("broken pipe, say"), request);
    assertThat(output.getAll()).doesNotContain("broken pipe, say");

    assertThatThrownBy(
            () -> new ObjectMapper().writeValueAsString(Collections.singletonMap(null, 1)))
        .isInstanceOfSatisfying(
            JsonProcessingException.class, unwritable -> advice.other(unwritable, request));
    assertThat(output.getAll()).contains("GET /v3/api-docs failed", "Null key for a Map");
  }

  @Test
  void everyErrorHasTheShapeAndTheRequestId() {
    Map<Answer, Integer> answers =
        Map.of(
            nobody().with("X-Request-ID", "mine-1").get("/api/v1/users"), 401,
            as("viewer").with("X-Request-ID", "mine-1").get("/api/v1/users"), 403,
            admin().with("X-Request-ID", "mine-1").get("/api/v1/nothing"), 404,
            admin().with("X-Request-ID", "mine-1").get("/api/v1/users/" + UUID.randomUUID()), 404,
            admin().with("X-Request-ID", "mine-1").get("/api/v1/users/no-id"), 404,
            admin().with("X-Request-ID", "mine-1").send("PUT", "/api/v1/users", "{}"), 405,
            admin().with("X-Request-ID", "mine-1").with("Accept", "image/png").get("/api/v1/users"),
                406,
            admin()
                    .with("X-Request-ID", "mine-1")
                    .with("Content-Type", "text/csv")
                    .send("POST", "/api/v1/users", "a;b"),
                415,
            admin().with("X-Request-ID", "mine-1").post("/api/v1/users", "{"), 400,
            admin().with("X-Request-ID", "mine-1").post("/api/v1/users", large()), 413);

    answers.forEach(
        (answer, status) -> {
          assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
          JsonNode body = answer.json();
          assertThat(body.fieldNames())
              .toIterable()
              .containsExactlyInAnyOrder("error", "message", "details", "timestamp", "request_id");
          assertThat(body.get("request_id").asText()).isEqualTo("mine-1");
          assertThat(answer.header("X-Request-ID")).isEqualTo("mine-1");
          assertThat(Instant.parse(body.get("timestamp").asText())).isBefore(Instant.now());
          assertThat(answer.text()).doesNotContain("Exception", "dev.caravan", "org.spring");
        });
  }

  private static String large() {
    return "{\"username\": \"" + "x".repeat(3_000_000) + "\"}";
  }

  @Test
  void namesTheKindOfError() {
    assertThat(nobody().get("/api/v1/users").json().get("error").asText())
        .isEqualTo("AuthenticationError");
    assertThat(as("viewer").get("/api/v1/users").json().get("error").asText())
        .isEqualTo("PermissionError");
    assertThat(admin().get("/api/v1/nothing").json().get("error").asText())
        .isEqualTo("NotFoundError");
    assertThat(admin().post("/api/v1/users", large()).json().get("error").asText())
        .isEqualTo("PayloadTooLargeError");
  }

  @Test
  void makesARequestIdWhereNoneOrNoSaneOneIsGiven() {
    Answer none = nobody().get("/api/v1/users");
    Answer insane = nobody().with("X-Request-ID", "a b\"<script>").get("/api/v1/users");

    assertThat(UUID.fromString(none.header("X-Request-ID"))).isNotNull();
    assertThat(UUID.fromString(insane.header("X-Request-ID"))).isNotNull();
  }

  @Test
  void aCorrelationIdIsAnotherNameOfTheRequestId() {
    Answer correlated = nobody().with("X-Correlation-ID", "theirs-1").get("/api/v1/users");
    Answer both =
        nobody()
            .with("X-Correlation-ID", "theirs-1")
            .with("X-Request-ID", "mine-1")
            .get("/api/v1/users");
    Answer none = nobody().get("/api/v1/users");

    assertThat(correlated.header("X-Request-ID")).isEqualTo("theirs-1");
    assertThat(correlated.header("X-Correlation-ID")).isEqualTo("theirs-1");
    assertThat(correlated.json().get("request_id").asText()).isEqualTo("theirs-1");
    assertThat(both.header("X-Request-ID")).isEqualTo("mine-1");
    assertThat(both.header("X-Correlation-ID")).isEqualTo("theirs-1");
    assertThat(none.header("X-Correlation-ID")).isEqualTo(none.header("X-Request-ID"));
  }

  @Test
  void saysWhereABodyIsNoJson() {
    Answer answer = admin().post("/api/v1/users", "{\n  \"username\": \"a\",\n  role: 1}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(problems(answer)).singleElement().asString().contains("line 3, column 3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{`a`: | the document ends before it is complete",
        "{`a`: `b | the document ends before it is complete",
        "{`a`: 1, `a`: 2} | the key 'a' comes twice",
        "{`a`: yes} | 'yes' is no value: texts stand in double quotes",
        "{`a`: NaN} | 'NaN' is no value of JSON",
        "{a: 1} | 'a' must not stand here",
        "{`a`: 01} | a number begins with no 0",
        "{`a`: `\\x`} | a text knows no escape",
        "{`a`: [1}} | '}' closes nothing that is open",
        "{`a`: `\t`} | a control character (code 9) stands escaped in a text",
        "{`username`: `x`, `password`: `long-enough`, `role`: `viewer`} {} | more follows after the"
            + " end of the document",
        "null | must not be null, should be an object",
      })
  void saysWhyABodyIsNoJsonInTheWordsOfJson(String body, String why) {
    Answer answer = admin().post("/api/v1/users", body.replace('`', '"'));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(problems(answer)).singleElement().asString().contains(why);
    assertThat(answer.text()).doesNotContain("Feature", "REDACTED", "Source", "JsonToken");
  }

  @Test
  void namesEveryUnknownKey() {
    Answer answer =
        admin()
            .post(
                "/api/v1/users",
                Map.of(
                    "username",
                    "x",
                    "password",
                    "long-enough",
                    "role",
                    "viewer",
                    "rolle",
                    "x",
                    "nested",
                    Map.of("a", 1)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(pointers(answer)).containsExactlyInAnyOrder("/rolle", "/nested");
    assertThat(answer.text()).contains("known here: active, password, role, username");
  }

  @Test
  void namesEveryProblemOfABodyAtOnce() {
    Answer answer = admin().post("/api/v1/users", Map.of("username", "", "password", "short"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(pointers(answer)).containsExactlyInAnyOrder("/username", "/password", "/role");
  }

  @Test
  void saysWhatAValueShouldBe() {
    Answer answer = admin().post("/api/v1/api-keys", Map.of("name", "x", "expires_at", "tomorrow"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(pointers(answer)).containsExactly("/expires_at");
    assertThat(answer.text()).contains("a time such as");
  }

  @Test
  void namesUnknownAndWrongQueryKeys() {
    assertThat(pointers(admin().get("/api/v1/users?sort=name&order=up")))
        .containsExactlyInAnyOrder("/sort", "/order");
    assertThat(pointers(admin().get("/api/v1/users?limit=5000"))).containsExactly("/limit");
    assertThat(pointers(admin().get("/api/v1/processes?created_after=noon")))
        .containsExactly("/created_after");
  }

  @Test
  void answersTheSameUnderItsAliases() {
    String id = UUID.randomUUID().toString();
    String expected =
        as("viewer").get("/api/v1/processes/" + id + "/status").json().get("message").asText();

    for (String alias :
        List.of(
            "/api/v1/executions/" + id + "/status",
            "/api/v1/workflows/" + id + "/status",
            "/workflows/" + id + "/status",
            "/executions/" + id + "/status")) {
      Answer answer = as("viewer").get(alias);
      assertThat(answer.status()).as(alias).isEqualTo(404);
      assertThat(answer.json().get("message").asText()).isEqualTo(expected);
      assertThat(nobody().get(alias).status()).isEqualTo(401);
    }
    assertThat(as("viewer").post("/workflows/import-vendors/execute", Map.of()).status())
        .isEqualTo(403);
  }

  @Test
  void sendsNothingAgainThatTheCallerHas() {
    Answer first = as("viewer").get("/api/v1/auth/me");

    Answer again = as("viewer").with("If-None-Match", first.header("ETag")).get("/api/v1/auth/me");

    assertThat(first.header("ETag")).isNotEmpty();
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.text()).isEmpty();
  }

  @Test
  void changesOnlyTheVersionThatTheCallerKnows() {
    Answer added =
        admin()
            .post(
                "/api/v1/users",
                Map.of("username", "etag", "password", "long-enough", "role", "viewer"));
    String address = added.header("Location");
    Answer first =
        admin().with("If-Match", added.header("ETag")).patch(address, Map.of("role", "operator"));

    Answer second =
        admin().with("If-Match", added.header("ETag")).patch(address, Map.of("role", "admin"));

    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(412);
    assertThat(second.json().get("error").asText()).isEqualTo("PreconditionError");
    assertThat(admin().get(address).json().get("role").asText()).isEqualTo("operator");
    assertThat(admin().get(address).header("ETag")).isEqualTo(first.header("ETag"));
  }

  @Test
  void sendsTheHeadersThatProtectBrowsers() {
    Answer answer = as("viewer").get("/api/v1/auth/me");

    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(answer.header("Content-Security-Policy")).contains("default-src 'self'");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(answer.header("Cache-Control")).isEqualTo("private, no-cache");
    assertThat(answer.header("Set-Cookie")).isEmpty();
  }

  private static List<String> pointers(Answer answer) {
    return problems(answer).stream().map(problem -> problem.get("pointer").asText()).toList();
  }

  private static List<JsonNode> problems(Answer answer) {
    assertThat(answer.json().at("/details/errors").isArray()).as(answer.toString()).isTrue();
    return StreamSupport.stream(answer.json().at("/details/errors").spliterator(), false).toList();
  }
}
