package dev.caravan.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every endpoint tried as each role and as nobody; writes what came of it to docs/access.md. */
class AccessTest extends RunningCaravan {

  private static final List<String> CALLERS =
      List.of("nobody", "viewer", "operator", "developer", "admin");

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
          Map.entry("GET /api/v1/executions/{id}/status", "viewer"));

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  private RequestMappingHandlerMapping mapping;

  @Test
  void everyEndpointIsOpenToItsRolesAlone() throws IOException {
    assertThat(endpoints()).as("each endpoint has its row in this test").isSubsetOf(LEAST.keySet());
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

  private int call(String endpoint, String caller) {
    return status(caller.equals("nobody") ? nobody() : as(caller), endpoint);
  }

  private static int status(HttpCaller caller, String endpoint) {
    String method = endpoint.substring(0, endpoint.indexOf(' '));
    String path =
        endpoint
            .substring(endpoint.indexOf(' ') + 1)
            .replace("{name}", "no-such-workflow")
            .replaceAll("\\{[a-z]+}", UUID.randomUUID().toString());
    Object body = method.equals("POST") || method.equals("PATCH") ? "{}" : null;
    return caller.send(method, path, body).status();
  }

  private Set<String> endpoints() {
    Set<String> endpoints = new TreeSet<>();
    mapping
        .getHandlerMethods()
        .forEach(
            (info, handler) -> {
              if (handler.getBeanType().getPackageName().startsWith("dev.caravan")) {
                endpoints.addAll(endpoints(info));
              }
            });
    return endpoints;
  }

  private static List<String> endpoints(RequestMappingInfo info) {
    return info.getMethodsCondition().getMethods().stream()
        .flatMap(method -> info.getPatternValues().stream().map(path -> method + " " + path))
        .toList();
  }

  private static void write(String rows) throws IOException {
    Files.writeString(
        Path.of("docs/access.md"),
        """
        # Who may call what
        Every endpoint was tried over HTTP as each role and as nobody (`AccessTest` does it in every build and writes this
        page). `yes`: let through; a number: the status of the refusal. A role may do all that the roles before it may.

        | endpoint | nobody | viewer | operator | developer | admin |
        | --- | --- | --- | --- | --- | --- |
        """
            + rows);
  }
}
