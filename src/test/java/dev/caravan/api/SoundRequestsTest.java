package dev.caravan.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.story.Answer;
import dev.caravan.story.HttpCaller;
import dev.caravan.story.RunningCaravan;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SoundRequestsTest extends RunningCaravan {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource({
    "/api/v1/audit?actor=a%00b, /actor",
    "/api/v1/processes?workflow=%00, /workflow",
    "/api/v1/tasks?workflow=%ED%A0%80, /workflow",
    "/api/v1/deployments?template=a%00, /template",
    "/api/v1/deployments?cloud_region=%C3%28, /cloud_region",
    "/api/v1/deployments?cursor=%00, /cursor",
    "/api/v1/users?a%00=x, /a%00",
    "/api/v1/users?limit=%zz, /limit",
  })
  void refusesQueriesThatAreNoText(String path, String pointer) throws IOException {
    JsonNode answer = raw("GET " + path + " HTTP/1.1", "");

    assertThat(answer.at("/error").asText()).isEqualTo("ValidationError");
    assertThat(answer.at("/details/errors/0/pointer").asText()).isEqualTo(pointer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%00", "a%00b", "%ED%A0%80", "%FF", "%C0%80"})
  void refusesAddressesThatAreNoText(String name) throws IOException {
    JsonNode answer = raw("GET /api/v1/templates/" + name + " HTTP/1.1", "");

    assertThat(answer.at("/error").asText()).isEqualTo("ValidationError");
    assertThat(answer.at("/details/errors/0/pointer").asText()).isEqualTo("/path");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//external-job-api/jobs",
        "/external-job-api//jobs",
        "/;x=y/external-job-api/jobs",
        "/external-job-api;x=y/jobs",
        "/external-job-api%3Bx=y/jobs",
        "/swagger-ui/../external-job-api/jobs",
        "/swagger-ui/..;/external-job-api/jobs",
        "/swagger-ui/%2e%2e/external-job-api/jobs",
        "/swagger-ui/.%2E/external-job-api/jobs",
        "/./external-job-api/jobs",
        "/external-job-api/.",
        "/api/v1/users/..",
        "//api/v1/users",
        "/../api/v1/users",
        "/a\\b",
        "/a%5Cb",
        "/a%2Fb",
        "/a#x",
        "/a b",
        "/a\"b",
        "api/v1/users",
        "*"
      })
  void refusesPathsThatCanBeWrittenInAnotherWay(String path) throws IOException {
    for (String method : List.of("GET", "POST", "DELETE")) {
      RawAnswer answer = send(method + " " + path + " HTTP/1.1", "");

      assertThat(answer.status()).as(method + " " + answer).isIn(400, 404);
      assertThat(answer.json().fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder("error", "message", "details", "timestamp", "request_id");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "X-API-Key",
        "Idempotency-Key",
        "If-Match",
        "Content-Type",
        "Origin"
      })
  void refusesHeadersThatSayTwoThings(String name) throws IOException {
    String twice = "%s: a\r\n%s: b\r\n".formatted(name, name.toLowerCase(Locale.ROOT));

    JsonNode answer = raw("POST /api/v1/users HTTP/1.1", twice);

    assertThat(answer.at("/error").asText()).isEqualTo("ValidationError");
    assertThat(answer.at("/details/errors/0/pointer").asText()).isEqualTo("/headers/" + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT", "TRACE", "PROPFIND", "FOO", "get"})
  void refusesMethodsThatItDoesNotKnow(String method) throws IOException {
    for (String path : List.of("/api/v1/users", "/external-job-api/jobs", "/")) {
      RawAnswer answer = send(method + " " + path + " HTTP/1.1", "");

      assertThat(answer.status()).as(answer.toString()).isIn(400, 405);
      assertThat(answer.json().at("/error").asText())
          .as(answer.text())
          .isEqualTo("ValidationError");
    }
  }

  @Test
  void doesNotFillTheLogWithWhatCallersDoWrong(CapturedOutput output) throws IOException {
    int before = output.getAll().length();
    for (String line :
        List.of(
            "GET //external-job-api/jobs HTTP/1.1",
            "GET /a\\b HTTP/1.1",
            "GET /a#x HTTP/1.1",
            "CONNECT /api/v1/users HTTP/1.1")) {
      send(line, "");
    }

    assertThat(output.getAll().substring(before)).doesNotContain("\tat ", "ERROR");
  }

  @Test
  void theEnginesOwnApiTakesNoTextThatCannotBeStored() {
    Answer topic =
        admin()
            .post(
                "/external-job-api/acquire/jobs",
                "{\"topic\": \"a\\u0000\", \"lockDuration\": \"PT1M\", \"workerId\": \"w\"}");
    Answer variable =
        admin()
            .post(
                "/external-job-api/acquire/jobs/1/complete",
                "{\"workerId\": \"w\", \"variables\": [{\"name\": \"v\", \"value\":"
                    + " \"a\\u0000\"}]}");
    Answer query = admin().get("/external-job-api/jobs?withException=x");

    for (Answer answer : List.of(topic, variable, query)) {
      assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
      assertThat(answer.json().get("error").asText()).isEqualTo("ValidationError");
      assertThat(answer.text()).doesNotContain("org.flowable", "fasterxml", "java.");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "deployments?status=pending, /status",
    "deployments?status=, /status",
    "processes?status=COMPLETED, /status",
    "processes?created_after=, /created_after",
    "tasks?process=, /process",
    "audit?from=, /from",
    "templates/x?version=, /version",
    "health?deep=, /deep",
    "fabrics/00000000-0000-4000-8000-000000000000/resources?drift=none, /drift",
    "fabrics/00000000-0000-4000-8000-000000000000/resources?state=none, /state",
    "fabrics/00000000-0000-4000-8000-000000000000/resources?health=none, /health",
    "fabrics/00000000-0000-4000-8000-000000000000/runs?status=none, /status",
    "processes/00000000-0000-4000-8000-000000000000/definitions?outcome=none, /outcome",
    "processes/00000000-0000-4000-8000-000000000000/definitions?kind=none, /kind",
  })
  void refusesWordsThatNoFilterKnowsAndFiltersThatAreEmpty(String path, String pointer) {
    Answer answer = admin().get("/api/v1/" + path);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.json().at("/details/errors").findValuesAsText("pointer"))
        .containsExactly(pointer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "CONNECT", "PROPFIND", "get"})
  void refusesMethodsThatNoAddressHas(String method) throws IOException {
    JsonNode answer = raw(method + " /api/v1/templates HTTP/1.1", "", 405);

    assertThat(answer.path("error").asText()).isEqualTo("ValidationError");
    assertThat(UUID.fromString(answer.path("request_id").asText())).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "GET /api/v1/users HTTP/1.1, X-None: 1, 200",
    "GET /api/v1/nothing HTTP/1.1, X-None: 1, 404",
    "GET //api/v1/users HTTP/1.1, X-None: 1, 400",
    "GET /a\\b HTTP/1.1, X-None: 1, 400",
    "GET /api/v1/users HTTP/1.1, Bad Name: 1, 400",
    "CONNECT /api/v1/users HTTP/1.1, X-None: 1, 405",
    "TRACE /api/v1/users HTTP/1.1, X-None: 1, 405",
    "POST /api/v1/users HTTP/1.1, Transfer-Encoding: xchunked, 501",
    "GET /api/v1/users HTTP/9.9, X-None: 1, 505",
  })
  void everyAnswerHasTheSameHeadersHoweverEarlyItIsRefused(String line, String header, int status)
      throws IOException {
    RawAnswer answer = send(line, header + "\r\n");

    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    for (String name :
        List.of(
            "X-Content-Type-Options: nosniff",
            "X-Frame-Options: DENY",
            "Content-Security-Policy: default-src 'self'",
            "Referrer-Policy: no-referrer",
            "Permissions-Policy: ",
            "Cache-Control: ")) {
      assertThat(answer.text()).containsOnlyOnce("\r\n" + name);
    }
    if (status >= 400) {
      assertThat(answer.json().path("error").asText())
          .isEqualTo(status == 404 ? "NotFoundError" : "ValidationError");
      assertThat(answer.json().path("message").asText()).doesNotContain("Something went wrong");
    }
  }

  @Test
  void refusesCookiesThatAreNoText() throws IOException {
    JsonNode answer = raw("GET /api/v1/users HTTP/1.1", "Cookie: a=x%00y\r\n");

    assertThat(answer.at("/details/errors/0/pointer").asText()).isEqualTo("/headers/cookie");
  }

  @Test
  void refusesBodiesThatAreNoTextAtAnyDepthBeforeAnyLogIn() {
    Answer answer =
        nobody()
            .post(
                "/api/v1/auth/token",
                """
                {"username": "a\\u0000", "password": ["\\ud800", {"k\\u0000": {"x": "\\udc00y"}}]}
                """);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/details/errors").findValuesAsText("pointer"))
        .containsExactly(
            "/username", "/password/0", "/password/1/k\ufffd", "/password/1/k\ufffd/x");
  }

  @Test
  void refusesFormsThatAreNoText() {
    Answer answer =
        as("operator")
            .post(
                "/api/v1/workflows/import-vendors",
                "{\"selected_vendors\": [\"Acme\\u0000\"], \"\\u0000\": 1}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/details/errors").findValuesAsText("pointer"))
        .containsExactly("/selected_vendors/0", "/\ufffd");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/yaml",
        "application/x-yaml",
        "text/yaml",
        "application/cbor",
        "application/x-jackson-smile",
        "application/xml",
        "text/xml",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x"
      })
  void takesJsonOnly(String type) {
    Answer answer =
        admin()
            .with("Content-Type", type)
            .send("POST", "/api/v1/api-keys", "name: x\nrole: admin\nnobody_knows: this\n");

    assertThat(answer.status()).as(type).isEqualTo(415);
    assertThat(answer.json().get("error").asText()).isEqualTo("ValidationError");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/yaml", "application/cbor", "application/xml"})
  void answersInJsonOnly(String type) {
    assertThat(admin().with("Accept", type).get("/api/v1/users").status()).isEqualTo(406);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"vm_type\": \"web\", \"target_count\": 300.7}|/target_count",
        "{\"vm_type\": \"web\", \"target_count\": \"300\"}|/target_count",
        "{\"vm_type\": \"web\", \"target_count\": true}|/target_count",
        "{\"vm_type\": \"web\", \"target_count\": 99999999999}|/target_count",
        "{\"vm_type\": 7, \"target_count\": 3}|/vm_type",
        "{\"vm_type\": true, \"target_count\": 3}|/vm_type",
        "{\"vm_type\": \"web\", \"vm_type\": \"db\", \"target_count\": 3}|''",
        "{\"vm_type\": \"web\", \"target_count\": 3} trailing|''",
        "{\"vm_type\": \"web\", \"target_count\": 3} {}|''",
      })
  void takesWhatIsWrittenOrRefusesIt(String body, String pointer) {
    Answer answer =
        as("operator").post("/api/v1/deployments/" + UUID.randomUUID() + "/scale", body);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.json().at("/details/errors/0/pointer").asText()).isEqualTo(pointer);
    assertThat(answer.text()).doesNotContain("fasterxml", "java.", "Token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999999999999", "1e999999999", "1e-999999999", "-1e401"})
  void refusesNumbersThatCannotBeWrittenOut(String number) {
    for (String body : List.of(number, "{\"selected_vendors\": [" + number + "]}")) {
      Answer answer = admin().post("/api/v1/workflows/import-vendors", body);

      assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
      assertThat(answer.json().at("/details/errors")).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"audit?from=a&from=b", "users?limit=1&limit=1", "health?deep=a&deep=b"})
  void refusesWhatAQuerySaysTwice(String query) {
    Answer answer = admin().get("/api/v1/" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("more than once").doesNotContain("java.lang");
  }

  @Test
  void answersInUtf8AndNoOtherFormat() {
    HttpCaller wide = admin().with("Accept", "application/json;charset=utf-16");

    assertThat(wide.get("/api/v1/fabrics/verify").status()).isIn(200, 406);
    assertThat(admin().with("Accept", "application/yaml").get("/api/v1/fabrics/verify").status())
        .isEqualTo(406);
    assertThat(admin().with("Accept", "text/plain").get("/api/v1/fabrics/verify").status())
        .isEqualTo(200);
  }

  @Test
  void takesNoOtherTruthsOrRoles() {
    assertThat(admin().post("/api/v1/users", Map.of("username", "n", "role", 0)).status())
        .isEqualTo(400);
    assertThat(
            admin()
                .post(
                    "/api/v1/users",
                    Map.of(
                        "username", "n", "password", "long-enough", "role", "viewer", "active", 1))
                .status())
        .isEqualTo(400);
  }

  @Test
  void saysThatABodyIsTooDeep() {
    Answer answer = admin().post("/api/v1/templates", "{\"a\":".repeat(10_000));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("at most 200 levels");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "application/*", "json", "application/json; charset=bogus"})
  void refusesContentTypesThatAreNone(String type) {
    Answer answer =
        admin().with("Content-Type", type).send("POST", "/api/v1/users", "{\"username\": \"x\"}");

    assertThat(answer.status()).as(type).isEqualTo(415);
  }

  @Test
  void refusesTimesThatNoStoreHolds() {
    assertThat(admin().get("/api/v1/audit?from=%2B999999999-12-31T23:59:59Z").status())
        .isEqualTo(400);
    assertThat(
            admin()
                .post(
                    "/api/v1/api-keys",
                    Map.of(
                        "name", "far", "role", "viewer", "expires_at", "+294277-01-01T00:00:00Z"))
                .status())
        .isEqualTo(400);
  }

  @Test
  void refusesCursorsOfOtherListsAndPasswordsThatAreNull() {
    admin().post("/api/v1/api-keys", Map.of("name", "cursor-1", "role", "viewer"));
    String next = admin().get("/api/v1/api-keys?limit=1").json().get("next").asText();
    String cursor = next.substring(next.indexOf("cursor="));

    assertThat(admin().get("/api/v1/api-keys?" + cursor).status()).isEqualTo(200);
    assertThat(admin().get("/api/v1/users?" + cursor).status()).isEqualTo(400);
    assertThat(admin().get("/api/v1/users?cursor=AAAA").status()).isEqualTo(400);
    assertThat(
            admin()
                .post(
                    "/api/v1/auth/password", "{\"current_password\": null, \"new_password\": null}")
                .status())
        .isEqualTo(400);
  }

  /** Java's client sends nothing that is not allowed; other callers do. */
  private JsonNode raw(String line, String headers) throws IOException {
    return raw(line, headers, 400);
  }

  private JsonNode raw(String line, String headers, int status) throws IOException {
    RawAnswer answer = send(line, headers);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    return answer.json();
  }

  private RawAnswer send(String line, String headers) throws IOException {
    try (Socket socket = new Socket(address().getHost(), address().getPort())) {
      String request =
          line
              + "\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
              + token("admin")
              + "\r\n"
              + headers
              + "\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new RawAnswer(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
    }
  }

  private record RawAnswer(String text) {

    int status() {
      assertThat(text).startsWith("HTTP/1.1 ");
      return Integer.parseInt(text.substring(9, 12));
    }

    JsonNode json() throws IOException {
      String body = text.substring(text.indexOf("\r\n\r\n"));
      assertThat(body).contains("{");
      return JSON.readTree(body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1));
    }
  }
}
