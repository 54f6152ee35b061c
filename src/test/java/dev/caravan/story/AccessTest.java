package dev.caravan.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Every endpoint tried as each role and as nobody; writes what came of it to docs/access.md. */
class AccessTest extends RunningCaravan {

  private static final List<String> CALLERS =
      List.of("nobody", "viewer", "operator", "developer", "admin");

  /** Beside the roles: a viewer's key that names a topic, for a worker outside of Caravan. */
  private static final String WORKER = "worker's key";

  private static boolean isForWorkers(String endpoint) {
    return endpoint.contains(" /external-job-api/")
        && !endpoint.equals("GET /external-job-api/jobs");
  }

  /** The least role for each endpoint, written here apart from the code that decides. */
  private static final Map<String, String> LEAST =
      Map.ofEntries(
          Map.entry("POST /api/v1/auth/token", "nobody"),
          Map.entry("GET /api/v1/auth/me", "viewer"),
          Map.entry("POST /api/v1/auth/password", "viewer"),
          Map.entry("GET /api/v1/health", "nobody"),
          Map.entry("GET /api/v1/workflows", "viewer"),
          Map.entry("GET /api/v1/workflows/{name}", "viewer"),
          Map.entry("GET /api/v1/workflows/{name}/form", "viewer"),
          Map.entry("GET /api/v1/workflows/{name}/diagram", "viewer"),
          Map.entry("POST /api/v1/workflows/{name}", "operator"),
          Map.entry("DELETE /api/v1/workflows/{name}", "admin"),
          Map.entry("GET /api/v1/processes", "viewer"),
          Map.entry("GET /api/v1/processes/{id}", "viewer"),
          Map.entry("GET /api/v1/processes/{id}/status", "viewer"),
          Map.entry("GET /api/v1/processes/{id}/steps", "viewer"),
          Map.entry("GET /api/v1/processes/{id}/definitions", "viewer"),
          Map.entry("GET /api/v1/processes/{id}/plan", "viewer"),
          Map.entry("DELETE /api/v1/processes/{id}", "operator"),
          Map.entry("POST /api/v1/processes/{id}/resume", "operator"),
          Map.entry("GET /api/v1/dead-letters", "viewer"),
          Map.entry("POST /api/v1/dead-letters/{id}/requeue", "operator"),
          Map.entry("GET /api/v1/vendors", "viewer"),
          Map.entry("GET /api/v1/workers", "viewer"),
          Map.entry("GET /api/v1/deployments", "viewer"),
          Map.entry("GET /api/v1/deployments/{id}", "viewer"),
          Map.entry("GET /api/v1/deployments/{id}/events", "viewer"),
          Map.entry("POST /api/v1/deployments", "operator"),
          Map.entry("POST /api/v1/deployments/{id}/scale", "operator"),
          Map.entry("POST /api/v1/deployments/{id}/check", "operator"),
          Map.entry("POST /api/v1/deployments/{id}/configure", "operator"),
          Map.entry("GET /api/v1/deployments/{id}/output", "viewer"),
          Map.entry("GET /api/v1/tasks", "viewer"),
          Map.entry("POST /api/v1/tasks/{id}/complete", "operator"),
          Map.entry("DELETE /api/v1/deployments/{id}", "operator"),
          Map.entry("GET /api/v1/templates", "viewer"),
          Map.entry("GET /api/v1/templates/{name}", "viewer"),
          Map.entry("POST /api/v1/templates", "developer"),
          Map.entry("GET /api/v1/fabrics", "viewer"),
          Map.entry("GET /api/v1/fabrics/{id}", "viewer"),
          Map.entry("GET /api/v1/fabrics/verify", "viewer"),
          Map.entry("GET /api/v1/fabrics/{id}/resources", "viewer"),
          Map.entry("GET /api/v1/fabrics/{id}/resources/{resource}", "viewer"),
          Map.entry("GET /api/v1/fabrics/{id}/runs", "viewer"),
          Map.entry("GET /api/v1/fabrics/{id}/runs/{run}", "viewer"),
          Map.entry("POST /api/v1/fabrics/{id}/sync", "operator"),
          Map.entry("POST /api/v1/fabrics", "admin"),
          Map.entry("PATCH /api/v1/fabrics/{id}", "admin"),
          Map.entry("DELETE /api/v1/fabrics/{id}", "admin"),
          Map.entry("GET /api/v1/users", "admin"),
          Map.entry("GET /api/v1/users/{id}", "admin"),
          Map.entry("POST /api/v1/users", "admin"),
          Map.entry("PATCH /api/v1/users/{id}", "admin"),
          Map.entry("DELETE /api/v1/users/{id}", "admin"),
          Map.entry("GET /api/v1/api-keys", "admin"),
          Map.entry("GET /api/v1/api-keys/{id}", "admin"),
          Map.entry("POST /api/v1/api-keys", "admin"),
          Map.entry("DELETE /api/v1/api-keys/{id}", "admin"),
          Map.entry("GET /api/v1/webhooks", "admin"),
          Map.entry("GET /api/v1/webhooks/{id}", "admin"),
          Map.entry("POST /api/v1/webhooks", "admin"),
          Map.entry("PATCH /api/v1/webhooks/{id}", "admin"),
          Map.entry("DELETE /api/v1/webhooks/{id}", "admin"),
          Map.entry("GET /api/v1/webhooks/{id}/deliveries", "admin"),
          Map.entry("POST /api/v1/webhooks/{id}/deliveries/{delivery}/redeliver", "admin"),
          Map.entry("GET /api/v1/audit", "admin"),
          Map.entry("GET /api/v1/encryption", "admin"),
          Map.entry("POST /api/v1/encryption/reseal", "admin"),
          // Other addresses of the same things, as published designs name them
          Map.entry("GET /workflows", "viewer"),
          Map.entry("GET /workflows/{name}", "viewer"),
          Map.entry("GET /workflows/{name}/form", "viewer"),
          Map.entry("GET /workflows/{name}/diagram", "viewer"),
          Map.entry("POST /workflows/{name}", "operator"),
          Map.entry("POST /workflows/{name}/execute", "operator"),
          Map.entry("POST /api/v1/workflows/{name}/execute", "operator"),
          Map.entry("GET /workflows/{id}/status", "viewer"),
          Map.entry("GET /api/v1/workflows/{id}/status", "viewer"),
          Map.entry("GET /executions/{id}/status", "viewer"),
          Map.entry("GET /api/v1/executions/{id}/status", "viewer"),
          // The engine's own API: for workers in other languages
          Map.entry("GET /external-job-api/jobs", "admin"),
          Map.entry("GET /external-job-api/jobs/{jobId}", "admin"),
          Map.entry("POST /external-job-api/acquire/jobs", "admin"),
          Map.entry("POST /external-job-api/acquire/jobs/{jobId}/complete", "admin"),
          Map.entry("POST /external-job-api/acquire/jobs/{jobId}/bpmnError", "admin"),
          Map.entry("POST /external-job-api/acquire/jobs/{jobId}/fail", "admin"),
          Map.entry("POST /external-job-api/unacquire/jobs", "admin"),
          Map.entry("POST /external-job-api/unacquire/jobs/{jobId}", "admin"),
          // Probes, metrics and the API's documentation
          Map.entry("GET /actuator/health", "nobody"),
          Map.entry("GET /actuator/health/**", "nobody"),
          Map.entry("GET /actuator/prometheus", "viewer"),
          Map.entry("GET /v3/api-docs", "nobody"),
          Map.entry("GET /v3/api-docs.yaml", "nobody"),
          Map.entry("GET /v3/api-docs/swagger-config", "nobody"),
          Map.entry("GET /swagger-ui.html", "nobody"));

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

  @Autowired private ApplicationContext application;
  private @Nullable String workersKey;

  @ParameterizedTest
  @ValueSource(strings = {"/", "/swagger-ui", "/swagger-ui/", "/swagger-ui.html"})
  void theFrontDoorLeadsToTheDocumentation(String door) {
    Answer answer = nobody().get(door);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(302);
    String location = answer.header("Location");
    assertThat(location).endsWith("/swagger-ui/index.html");
    assertThat(nobody().get("/swagger-ui/index.html").status()).isEqualTo(200);
  }

  @Test
  void everyEndpointIsOpenToItsRolesAlone() throws IOException {
    assertThat(ownEndpoints())
        .as("each endpoint has its row in this test")
        .isSubsetOf(LEAST.keySet());
    StringBuilder table = new StringBuilder();
    List<String> wrong = new ArrayList<>();
    for (String endpoint : new TreeSet<>(LEAST.keySet())) {
      table.append("| `").append(endpoint).append("` |");
      for (String caller : CALLERS) {
        int status = call(endpoint, caller);
        boolean open = CALLERS.indexOf(caller) >= CALLERS.indexOf(LEAST.get(endpoint));
        table.append(open ? " yes |" : " %d |".formatted(status));
        int closed = caller.equals("nobody") ? 401 : 403;
        if (open ? status == 401 || status == 403 : status != closed) {
          wrong.add("%s as %s: %d".formatted(endpoint, caller, status));
        }
      }
      int status = status(worker(), endpoint);
      boolean open =
          isForWorkers(endpoint) || List.of("nobody", "viewer").contains(LEAST.get(endpoint));
      // For users alone: a key has no password.
      boolean user = endpoint.equals("POST /api/v1/auth/password");
      table.append(open && !user ? " yes |" : " %d |".formatted(status));
      if (!user && open == (status == 401 || status == 403)) {
        wrong.add("%s as %s: %d".formatted(endpoint, WORKER, status));
      }
      table.append('\n');
    }
    assertThat(wrong).isEmpty();
    write(table.toString());
  }

  @Test
  void aForgedOrUnknownCredentialIsNobody() {
    for (String endpoint : LEAST.keySet()) {
      if (!LEAST.get(endpoint).equals("nobody")) {
        assertThat(status(nobody().with("Authorization", "Bearer " + forged()), endpoint))
            .as(endpoint)
            .isEqualTo(401);
        assertThat(status(nobody().with("X-API-Key", "k".repeat(40)), endpoint))
            .as(endpoint)
            .isEqualTo(401);
      }
    }
  }

  /** A viewer's token with one character of its signature changed. */
  private String forged() {
    String token = token("viewer");
    int at = token.length() - 10;
    char other = token.charAt(at) == 'A' ? 'B' : 'A';
    return token.substring(0, at) + other + token.substring(at + 1);
  }

  private HttpCaller worker() {
    if (workersKey == null) {
      Answer made =
          admin()
              .post(
                  "/api/v1/api-keys",
                  Map.of("name", "access", "role", "viewer", "topics", List.of("access-test")));
      assertThat(made.status()).as(made.toString()).isEqualTo(201);
      workersKey = made.json().get("key").asText();
    }
    return nobody().with("X-API-Key", workersKey);
  }

  private int call(String endpoint, String caller) {
    return status(caller.equals("nobody") ? nobody() : as(caller), endpoint);
  }

  private static int status(HttpCaller caller, String endpoint) {
    String method = endpoint.substring(0, endpoint.indexOf(' '));
    return caller.send(method, pathOf(endpoint), body(method)).status();
  }

  private static String pathOf(String endpoint) {
    return endpoint
        .substring(endpoint.indexOf(' ') + 1)
        .replace("{name}", "no-such-workflow")
        .replace("/**", "/liveness")
        .replaceAll("\\{[a-zA-Z]+}", UUID.randomUUID().toString());
  }

  private static @Nullable Object body(String method) {
    return method.equals("POST") || method.equals("PATCH") ? "{}" : null;
  }

  /** Libraries bring endpoints along, too: whatever any of them maps is tried as an admin. */
  @Test
  void nothingIsReachableThatIsNotInTheList() {
    Set<String> mapped = allEndpoints();
    assertThat(mapped)
        .as("the walk sees the engine's and the actuator's mappings")
        .contains("POST /external-job-api/acquire/jobs", "GET /actuator/health", "GET /error");
    Set<String> reachable = new TreeSet<>(mapped);
    reachable.removeIf(this::isClosed);
    assertThat(reachable).isSubsetOf(LEAST.keySet());
  }

  /** What an engine with all of its own API would answer to, some of it with any SQL. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /process-api/management/tables",
        "GET /process-api/management/tables/ACT_RU_JOB/data?orderAscendingColumn=id_",
        "GET /process-api/management/tables/ACT_RU_JOB/data?orderDescendingColumn=(select+1)",
        "GET /process-api/management/properties",
        "GET /process-api/management/engine",
        "POST /process-api/management/jobs/1",
        "GET /process-api/repository/process-definitions",
        "POST /process-api/repository/deployments",
        "POST /process-api/runtime/process-instances",
        "POST /process-api/query/tasks",
        "GET /process-api/identity/users",
        "GET /idm-api/users",
        "GET /event-registry-api/deployments",
        "GET /external-job-api/",
        "GET /external-job-api/acquire/jobs",
        "POST /external-job-api/acquire/jobs/1/cmmnTerminate",
        "DELETE /external-job-api/jobs/1",
        "GET /external-job-api/jobs/1/..;/2",
        "GET /actuator",
        "GET /actuator/env",
        "POST /actuator/shutdown",
        "GET /v3/api-docs/other",
        "GET /error"
      })
  void theEnginesOwnApiIsClosedBesidesWhatWorkersNeed(String endpoint) {
    String method = endpoint.substring(0, endpoint.indexOf(' '));
    String path = endpoint.substring(endpoint.indexOf(' ') + 1);
    Object body = method.equals("POST") ? "{}" : null;
    assertThat(admin().send(method, path, body).status()).isIn(400, 404, 405);
    assertThat(nobody().send(method, path, body).status()).isIn(400, 401);
  }

  @Test
  void whoReadsInTheEnginesOwnApiIsInTheAudit() {
    admin().get("/external-job-api/jobs?elementId=read-for-the-audit");
    admin().get("/process-api/management/tables");
    assertThat(admin().get("/api/v1/audit?actor=admin").text())
        .contains("GET /external-job-api/jobs");
    assertThat(admin().get("/api/v1/audit?actor=admin").text())
        .contains("GET /process-api/management/tables");
  }

  private boolean isClosed(String endpoint) {
    String method = endpoint.substring(0, endpoint.indexOf(' '));
    Answer answer = admin().send(method, pathOf(endpoint), body(method));
    boolean nothingThere =
        answer.status() == 404
            && (method.equals("HEAD") || answer.text().contains("There is nothing at"));
    return nothingThere || answer.status() == 405;
  }

  private Set<String> ownEndpoints() {
    Set<String> endpoints = new TreeSet<>();
    eachMapping(
        (prefix, mapping) ->
            mapping
                .getHandlerMethods()
                .forEach(
                    (info, handler) -> {
                      if (handler.getBeanType().getPackageName().startsWith("dev.caravan")) {
                        endpoints.addAll(endpoints(prefix, info));
                      }
                    }));
    endpoints.removeIf(endpoint -> endpoint.endsWith(" /error"));
    return endpoints;
  }

  private Set<String> allEndpoints() {
    Set<String> endpoints = new TreeSet<>();
    eachMapping(
        (prefix, mapping) ->
            mapping
                .getHandlerMethods()
                .forEach((info, handler) -> endpoints.addAll(endpoints(prefix, info))));
    return endpoints;
  }

  /** The mappings of every dispatcher, those of libraries that come with their own included. */
  private void eachMapping(BiConsumer<String, RequestMappingInfoHandlerMapping> each) {
    for (RequestMappingInfoHandlerMapping mapping :
        application.getBeansOfType(RequestMappingInfoHandlerMapping.class).values()) {
      each.accept("", mapping);
    }
    for (ServletRegistrationBean<?> registered :
        application.getBeansOfType(ServletRegistrationBean.class).values()) {
      if (registered.getServlet() instanceof DispatcherServlet dispatcher) {
        String prefix = registered.getUrlMappings().iterator().next().replace("/*", "");
        if (prefix.length() > 1) {
          admin().get(prefix + "/jobs");
          WebApplicationContext context =
              Objects.requireNonNull(dispatcher.getWebApplicationContext());
          context
              .getBeansOfType(RequestMappingInfoHandlerMapping.class)
              .values()
              .forEach(mapping -> each.accept(prefix, mapping));
        }
      }
    }
  }

  private static List<String> endpoints(String prefix, RequestMappingInfo info) {
    Set<RequestMethod> declared = info.getMethodsCondition().getMethods();
    List<String> methods =
        declared.isEmpty() ? METHODS : declared.stream().map(RequestMethod::name).toList();
    return methods.stream()
        .flatMap(
            method -> info.getPatternValues().stream().map(path -> method + " " + prefix + path))
        .toList();
  }

  private static void write(String rows) throws IOException {
    Files.writeString(
        Path.of("docs/access.md"),
        """
        # Who may call what
        Every endpoint was tried over HTTP as each role and as nobody (`AccessTest` does it in every build and writes this
        page). `yes`: let through; a number: the status of the refusal. A role may do all that the roles before it may.

        `worker's key`: an API key of role viewer that names topics (`POST /api/v1/api-keys` with `topics`); it takes and
        finishes steps of those topics, which no route of Caravan serves, and of no others.

        | endpoint | nobody | viewer | operator | developer | admin | worker's key |
        | --- | --- | --- | --- | --- | --- | --- |
        """
            + rows);
  }
}
