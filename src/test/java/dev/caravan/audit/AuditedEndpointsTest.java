package dev.caravan.audit;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.Answer;
import dev.caravan.story.RunningCaravan;
import dev.caravan.worker.Bpmn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.flowable.engine.RepositoryService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What the audit says of each call that changes something: on what, and from what to what. */
class AuditedEndpointsTest extends RunningCaravan {

  private static final String SECRET = "hunter2-of-the-audit";
  private static final Set<RequestMethod> CHANGES =
      Set.of(RequestMethod.POST, RequestMethod.PUT, RequestMethod.PATCH, RequestMethod.DELETE);

  /** Not a change: it says who tried, in an entry of its own. */
  private static final String LOGIN = "POST /api/v1/auth/token";

  /** A body for each; {@code {id}} and the like are random where nothing stands there. */
  private static final Map<String, Object> CALLS =
      Map.ofEntries(
          entry(
              "POST /api/v1/users",
              Map.of("username", "audited", "password", SECRET, "role", "viewer")),
          entry("PATCH /api/v1/users/{id}", Map.of("role", "operator")),
          entry("DELETE /api/v1/users/{id}", ""),
          entry("POST /api/v1/api-keys", Map.of("name", "audited", "role", "viewer")),
          entry("DELETE /api/v1/api-keys/{id}", ""),
          entry("POST /api/v1/encryption/reseal", ""),
          entry(
              "POST /api/v1/auth/password",
              Map.of("current_password", SECRET, "new_password", SECRET + "2")),
          entry("POST /api/v1/webhooks", Map.of("url", "https://8.8.8.8/", "secret", SECRET)),
          entry("PATCH /api/v1/webhooks/{id}", Map.of("active", false)),
          entry("DELETE /api/v1/webhooks/{id}", ""),
          entry("POST /api/v1/webhooks/{id}/deliveries/{delivery}/redeliver", ""),
          entry("POST /api/v1/templates", Map.of("name", "Not a name")),
          entry("POST /api/v1/deployments", Map.of("name", "a", "template", "none")),
          entry("DELETE /api/v1/deployments/{id}", ""),
          entry("POST /api/v1/deployments/{id}/scale", Map.of("vm_type", "web", "target_count", 2)),
          entry("POST /api/v1/deployments/{id}/check", Map.of("repair", true)),
          entry(
              "POST /api/v1/deployments/{id}/configure",
              Map.of("playbook", "a.yml", "extra_vars", Map.of("x", SECRET))),
          entry("POST /api/v1/fabrics", Map.of("name", "audited")),
          entry("PATCH /api/v1/fabrics/{id}", Map.of("prune", true)),
          entry("DELETE /api/v1/fabrics/{id}", ""),
          entry("POST /api/v1/fabrics/{id}/sync", Map.of("dry_run", true)),
          entry("POST /api/v1/workflows/{name}", Map.of("password", SECRET)),
          entry("DELETE /api/v1/workflows/{name}", ""),
          entry("DELETE /api/v1/processes/{id}", ""),
          entry("POST /api/v1/processes/{id}/resume", ""),
          entry("POST /api/v1/tasks/{id}/complete", Map.of("variables", Map.of("x", SECRET))),
          entry("POST /api/v1/dead-letters/{id}/requeue", ""));

  @Autowired RepositoryService repository;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mapping;

  private Set<String> endpoints() {
    return mapping.getHandlerMethods().entrySet().stream()
        .filter(each -> each.getValue().getBeanType().getName().startsWith("dev.caravan."))
        .flatMap(
            each ->
                each.getKey().getMethodsCondition().getMethods().stream()
                    .filter(CHANGES::contains)
                    .flatMap(
                        method ->
                            each.getKey().getPatternValues().stream()
                                .map(path -> method + " " + path)))
        .filter(each -> !each.equals(LOGIN))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private JsonNode called(String method, String address, @Nullable Object body, int... statuses) {
    String request = "audited-" + UUID.randomUUID();
    Answer answer = admin().with("X-Request-ID", request).send(method, address, body);
    if (statuses.length > 0) {
      assertThat(answer.status()).as(answer.toString()).isEqualTo(statuses[0]);
    }
    // It is written once the call has been answered.
    JsonNode entry =
        await()
            .until(
                () ->
                    admin().get("/api/v1/audit?request_id=" + request).json().path("items").path(0),
                JsonNode::isObject);
    assertThat(entry.path("action").asText()).as(answer.toString()).startsWith(method + " ");
    assertThat(entry.toString()).doesNotContain("hunter2");
    return entry;
  }

  @Test
  void eachCallThatChangesSomethingHasAnObjectAndDetails() {
    assertThat(endpoints()).isEqualTo(new TreeSet<>(CALLS.keySet()));

    new TreeMap<>(CALLS)
        .forEach(
            (call, body) -> {
              String[] words = call.split(" ", 2);
              String address =
                  words[1]
                      .replace("{name}", "no-workflow")
                      .replaceAll("\\{[a-z]+}", UUID.randomUUID().toString());
              JsonNode entry = called(words[0], address, "".equals(body) ? null : body);

              assertThat(entry.path("action").asText()).isEqualTo(call);
              assertThat(entry.path("object_type").asText()).as(entry.toString()).isNotEmpty();
              boolean made = !words[1].contains("{");
              boolean refused = entry.path("status").asInt() >= 400;
              assertThat((made && refused) || entry.path("object_id").isTextual())
                  .as(entry.toString())
                  .isTrue();
              assertThat(entry.path("details").toString())
                  .as(entry.toString())
                  .matches("\\{\"(changes|asked)\":\\{.+}}");
            });
  }

  private static String id(JsonNode entry) {
    return entry.path("object_id").asText();
  }

  private static void assertChange(JsonNode entry, String field, Object before, Object after) {
    JsonNode change = entry.at("/details/changes").path(field);
    assertThat(change.path("before").asText()).as(entry.toString()).isEqualTo("" + before);
    assertThat(change.path("after").asText()).as(entry.toString()).isEqualTo("" + after);
  }

  @Test
  void aUserIsToldWithWhatItWasAndIs() {
    JsonNode added =
        called(
            "POST",
            "/api/v1/users",
            Map.of("username", "changing", "password", SECRET, "role", "viewer"),
            201);
    assertChange(added, "role", "null", "viewer");
    assertThat(added.at("/details/changes/password").asText()).isEqualTo("changed");

    String address = "/api/v1/users/" + id(added);
    JsonNode changed =
        called("PATCH", address, Map.of("role", "operator", "password", SECRET + "3"), 200);
    assertChange(changed, "role", "viewer", "operator");
    assertThat(changed.at("/details/changes/password").asText()).isEqualTo("changed");
    assertThat(changed.at("/details/changes")).hasSize(2);

    JsonNode deleted = called("DELETE", address, null, 204);
    assertChange(deleted, "username", "changing", "null");
  }

  @Test
  void aWebhookIsToldWithWhatItWasAndIs() {
    JsonNode added =
        called(
            "POST",
            "/api/v1/webhooks",
            Map.of(
                "url", "https://8.8.8.8/a", "events", List.of("process.failed"), "secret", SECRET),
            201);
    assertThat(added.at("/details/changes/secret").asText()).isEqualTo("changed");

    String address = "/api/v1/webhooks/" + id(added);
    JsonNode changed = called("PATCH", address, Map.of("url", "https://8.8.8.8/b"), 200);
    assertChange(changed, "url", "https://8.8.8.8/a", "https://8.8.8.8/b");
    assertThat(changed.at("/details/changes")).hasSize(1);
    assertThat(
            called("PATCH", address, Map.of("secret", SECRET + "4"), 200)
                .at("/details/changes/secret")
                .asText())
        .isEqualTo("changed");
    assertChange(called("DELETE", address, null, 204), "url", "https://8.8.8.8/b", "null");
  }

  @Test
  void aKeyIsToldWithoutItself() {
    JsonNode made =
        called("POST", "/api/v1/api-keys", Map.of("name", "a-key", "role", "viewer"), 201);

    assertChange(made, "name", "null", "a-key");
    assertThat(made.at("/details/changes/key").asText()).isEqualTo("changed");
    assertThat(made.toString()).doesNotContainPattern("crv_[0-9a-f]+_");
    assertChange(
        called("DELETE", "/api/v1/api-keys/" + id(made), null, 204), "role", "viewer", "null");
  }

  @Test
  void aFabricIsToldWithWhatItWasAndIs() {
    JsonNode added =
        called(
            "POST",
            "/api/v1/fabrics",
            Map.of(
                "name",
                "audited-fabric",
                "sync_enabled",
                false,
                "cluster",
                Map.of("server", "http://127.0.0.1:9", "token", SECRET),
                "git",
                Map.of("url", "https://8.8.8.8/a.git")),
            201);
    assertThat(added.at("/details/changes").path("cluster.token").asText()).isEqualTo("changed");

    JsonNode changed =
        called("PATCH", "/api/v1/fabrics/" + id(added), Map.of("sync_interval", 600), 200);
    assertChange(changed, "sync_interval", 300, 600);
    called("DELETE", "/api/v1/fabrics/" + id(added), null, 204);
  }

  @Test
  void aWorkflowThatIsRetiredIsToldAsSuch() {
    String content = "<startEvent id=\"a\"/><endEvent id=\"b\"/>" + Bpmn.flow("a", "b");
    repository
        .createDeployment()
        .addString("is-audited.bpmn20.xml", Bpmn.process("is-audited", content))
        .deploy();

    JsonNode retired = called("DELETE", "/api/v1/workflows/is-audited", null, 200);

    assertChange(retired, "status", "active", "retired");
    assertThat(retired.at("/details/changes")).hasSize(1);
  }

  @Test
  void aNewVersionOfATemplateIsToldWithTheOneBefore() {
    JsonNode old = admin().get("/api/v1/templates").json().at("/items/0/content");
    Map<String, Object> content = new TreeMap<>();
    old.properties().forEach(each -> content.put(each.getKey(), each.getValue()));
    content.put("name", "audited");
    content.put("description", "one");
    called("POST", "/api/v1/templates", content, 201);
    content.put("description", "two");

    JsonNode changed = called("POST", "/api/v1/templates", content, 201);

    assertChange(changed, "description", "one", "two");
  }
}
