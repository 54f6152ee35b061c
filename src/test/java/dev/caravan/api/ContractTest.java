package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.Answer;
import dev.caravan.story.HttpCaller;
import dev.caravan.story.RunningCaravan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is answered is what the description says, of every operation. */
class ContractTest extends RunningCaravan {

  private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

  private final List<String> made = new ArrayList<>();

  @Test
  void everyOperationAnswersAsItIsDescribed() {
    Contract contract = contract();
    HttpCaller admin = admin();
    make(contract, admin);

    for (String operation : contract.all()) {
      String method = operation.substring(0, operation.indexOf(' ')).toUpperCase(Locale.ROOT);
      String path = operation.substring(operation.indexOf(' ') + 1);
      contract.call(nobody(), method, path.replaceAll("\\{\\w+}", NOBODY), bodyFor(method));
      contract.call(as("viewer"), method, path.replaceAll("\\{\\w+}", NOBODY), bodyFor(method));
      contract.call(admin, method, path.replaceAll("\\{\\w+}", NOBODY), bodyFor(method));
      if (method.equals("GET")) {
        read(contract, admin, path);
      }
    }
    made.forEach(address -> contract.call(admin, "DELETE", address, null));

    assertThat(contract.seen()).isEqualTo(contract.all());
  }

  @Test
  void saysWhichFiltersKnowWhichWords() {
    JsonNode api = admin().get("/v3/api-docs").json();

    assertThat(words(api, "/api/v1/processes", "status"))
        .containsExactlyInAnyOrder(
            "created", "running", "waiting", "completed", "failed", "cancelled");
    assertThat(words(api, "/api/v1/fabrics/{id}/resources", "drift")).contains("spec_drift");
    assertThat(words(api, "/api/v1/processes/{id}/definitions", "kind"))
        .containsExactlyInAnyOrder("device_type", "module_type", "rack_type");
  }

  @Test
  void noTwoOperationsBearOneName() {
    JsonNode api = admin().get("/v3/api-docs").json();
    List<String> ids = api.path("paths").findValuesAsText("operationId");

    assertThat(new HashSet<>(ids)).hasSameSizeAs(ids).contains("listAuditEntries");
  }

  @Test
  void bodiesAreClosedAndAnswersAreOpen() {
    JsonNode schemas = admin().get("/v3/api-docs").json().at("/components/schemas");

    assertThat(schemas.at("/NewUser/additionalProperties").asText()).isEqualTo("false");
    assertThat(schemas.at("/FabricClusterBody/additionalProperties").asText()).isEqualTo("false");
    assertThat(schemas.at("/UserView").has("additionalProperties")).isFalse();
    assertThat(schemas.at("/AuditEntry/properties/details/additionalProperties").asText())
        .isEqualTo("true");
  }

  @Test
  void anOperationNamesTheErrorsThatItCanGive() {
    JsonNode paths = admin().get("/v3/api-docs").json().path("paths");

    assertThat(statuses(paths, "get", "/api/v1/users"))
        .containsExactlyInAnyOrder("200", "304", "400", "401", "403", "405", "406", "500", "503");
    assertThat(statuses(paths, "get", "/api/v1/users/{id}"))
        .contains("404", "409")
        .doesNotContain("412", "413", "415", "429");
    assertThat(statuses(paths, "patch", "/api/v1/users/{id}"))
        .contains("200", "404", "409", "412", "413", "415")
        .doesNotContain("304", "429");
    assertThat(statuses(paths, "delete", "/api/v1/users/{id}"))
        .contains("204", "404", "409", "412")
        .doesNotContain("406", "413", "415");
    assertThat(statuses(paths, "post", "/api/v1/auth/token"))
        .contains("200", "401", "429")
        .doesNotContain("404", "412");
    assertThat(statuses(paths, "post", "/api/v1/auth/password")).contains("204", "429");
    assertThat(statuses(paths, "post", "/api/v1/deployments")).contains("202", "409");
  }

  @Test
  void healthHasOneShapeWhetherItIsWellOrNot() {
    JsonNode responses =
        admin().get("/v3/api-docs").json().at("/paths/~1api~1v1~1health/get/responses");

    assertThat(responses.at("/200/content").findValuesAsText("$ref"))
        .containsExactly("#/components/schemas/HealthReport");
    assertThat(responses.at("/503/content").findValuesAsText("$ref"))
        .containsExactly("#/components/schemas/HealthReport", "#/components/schemas/Error");
  }

  @Test
  void bodiesSayWhatTheServerWants() {
    JsonNode api = admin().get("/v3/api-docs").json();
    JsonNode schemas = api.at("/components/schemas");
    JsonNode fabric = api.at("/paths/~1api~1v1~1fabrics/post/requestBody");

    assertThat(schemas.at("/NewKey/properties/topics/items/pattern").asText()).isNotEmpty();
    assertThat(schemas.at("/NewKey/properties/topics/maxItems").asInt()).isEqualTo(50);
    assertThat(schemas.at("/NewCount/properties/target_count/maximum").asInt()).isEqualTo(1000);
    assertThat(schemas.at("/FabricBody/properties/sync_interval/minimum").asText()).isEqualTo("0");
    assertThat(schemas.at("/TimeWindowBody/required")).hasSize(2);
    assertThat(fabric.findValues("required").toString()).contains("[\"name\"]");
    assertThat(fabric.path("required").asBoolean()).isTrue();
    assertThat(schemas.at("/NewWebhook/properties/url/pattern").asText())
        .as("fits what is taken")
        .satisfies(
            pattern -> {
              assertThat("https://chat.example.com:8443/hooks/caravan?x=%20y").matches(pattern);
              assertThat("http://[::1]:80/").matches(pattern);
              assertThat("http://").doesNotMatch(pattern);
              assertThat("https://a:b@example.com/").doesNotMatch(pattern);
            });
  }

  @Test
  void aBodyThatMayBeLeftOutMayBeNull() {
    Answer without = admin().send("POST", "/api/v1/workflows/sync-fabric", null);
    Answer withNull = admin().post("/api/v1/workflows/sync-fabric", "null");

    assertThat(withNull.status()).isEqualTo(without.status());
    assertThat(withNull.json().get("details")).isEqualTo(without.json().get("details"));
  }

  @Test
  void anAddressHasItsOwnMethodsAlone() {
    for (String method : List.of("DELETE", "PATCH", "PUT", "OPTIONS")) {
      Answer verify = admin().send(method, "/api/v1/fabrics/verify", null);

      assertThat(verify.status()).as(method).isEqualTo(405);
      assertThat(verify.header("Allow")).as(method).isEqualTo("GET");
    }
    assertThat(admin().send("OPTIONS", "/api/v1/workflows", null).header("Allow")).isEqualTo("GET");
    assertThat(admin().send("POST", "/api/v1/workflows", "{}").status()).isEqualTo(405);
    assertThat(admin().send("PUT", "/api/v1/users", "{}").header("Allow")).isEqualTo("GET, POST");
  }

  @Test
  void whatComesWithARequestThatHasNoBodyIsNotLookedAt() {
    for (String type : List.of("text/csv", "multipart/form-data", "json")) {
      Answer answer =
          admin().with("Content-Type", type).send("GET", "/api/v1/users?limit=1", "a;b");

      assertThat(answer.status()).as(type).isEqualTo(200);
    }
  }

  private static Set<String> statuses(JsonNode paths, String method, String path) {
    Set<String> statuses = new HashSet<>();
    paths.path(path).path(method).path("responses").fieldNames().forEachRemaining(statuses::add);
    return statuses;
  }

  private static Set<String> words(JsonNode api, String path, String name) {
    Set<String> words = new HashSet<>();
    for (JsonNode each : api.path("paths").path(path).at("/get/parameters")) {
      if (each.path("name").asText().equals(name)) {
        each.at("/schema/enum").forEach(word -> words.add(word.asText()));
      }
    }
    return words;
  }

  private Contract contract() {
    return new Contract(nobody().get("/v3/api-docs").json());
  }

  /** Something of each kind to be shown. */
  private void make(Contract contract, HttpCaller admin) {
    String name = "contract-" + UUID.randomUUID();
    keep(
        contract.call(
            admin,
            "POST",
            "/api/v1/users",
            Map.of("username", name, "password", "password-of-a-test-user", "role", "viewer")),
        "users");
    keep(
        contract.call(admin, "POST", "/api/v1/api-keys", Map.of("name", name, "role", "viewer")),
        "api-keys");
    keep(
        contract.call(
            admin,
            "POST",
            "/api/v1/webhooks",
            Map.of("url", "http://127.0.0.1:1/", "active", false)),
        "webhooks");
    contract.call(
        admin, "POST", "/api/v1/workflows/import-vendors", Map.of("selected_vendors", List.of()));
    contract.call(admin, "POST", "/api/v1/deployments", Map.of("name", "", "template", "no"));
    contract.call(admin, "POST", "/api/v1/fabrics", Map.of("name", "no fabric"));
  }

  private void keep(Answer added, String list) {
    assertThat(added.status()).as(added.toString()).isEqualTo(201);
    made.add("/api/v1/" + list + "/" + added.json().path("id").asText());
  }

  /** The thing itself: of a list the first items, each at its own address. */
  private static void read(Contract contract, HttpCaller admin, String path) {
    if (path.contains("{")) {
      return;
    }
    Answer list = contract.call(admin, "GET", path, null);
    contract.call(admin, "GET", path + "?nobody_knows=1", null);
    for (JsonNode item : list.json().path("items")) {
      String id = item.path("id").asText(item.path("name").asText());
      for (String each : contract.all()) {
        String one = each.substring(4);
        if (each.startsWith("get " + path + "/{") && one.indexOf('{') == one.lastIndexOf('{')) {
          contract.call(admin, "GET", one.replaceAll("\\{\\w+}", id), null);
        }
      }
    }
  }

  private static @Nullable Object bodyFor(String method) {
    return method.equals("POST") || method.equals("PATCH") ? Map.of() : null;
  }
}
