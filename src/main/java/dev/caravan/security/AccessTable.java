package dev.caravan.security;

import static dev.caravan.security.Role.ADMIN;
import static dev.caravan.security.Role.DEVELOPER;
import static dev.caravan.security.Role.OPERATOR;
import static dev.caravan.security.Role.VIEWER;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;

/**
 * Who may call what: the first row that fits decides, and what no row opens is closed to all. A new
 * endpoint needs its row here and one in the test that tries every endpoint as every role.
 */
@Component
class AccessTable {

  private static final @Nullable Role NOBODY_ASKED = null;

  private final List<AccessRule> rules;

  AccessTable(SecuritySettings settings) {
    Role metrics = settings.openMetrics() ? NOBODY_ASKED : VIEWER;
    Role docs = settings.openDocs() ? NOBODY_ASKED : VIEWER;
    this.rules =
        List.of(
            // Who am I
            row(NOBODY_ASKED, POST, "/api/v1/auth/token"),
            row(VIEWER, POST, "/api/v1/auth/password"),
            row(VIEWER, GET, "/api/v1/auth/me"),
            // Is it well, and how is it used
            row(NOBODY_ASKED, GET, "/actuator/health", "/actuator/health/{group}"),
            row(metrics, GET, "/actuator/prometheus"),
            row(NOBODY_ASKED, GET, "/api/v1/health"),
            row(docs, GET, "/v3/api-docs", "/v3/api-docs.yaml", "/v3/api-docs/swagger-config"),
            row(docs, GET, "/", "/swagger-ui", "/swagger-ui/"),
            row(docs, GET, "/swagger-ui.html", "/swagger-ui/{file}"),
            // Workflows and their runs
            row(VIEWER, GET, "/api/v1/workflows", "/api/v1/workflows/{name}"),
            row(VIEWER, GET, "/api/v1/workflows/{name}/form", "/api/v1/workflows/{name}/diagram"),
            row(OPERATOR, POST, "/api/v1/workflows/{name}"),
            row(ADMIN, DELETE, "/api/v1/workflows/{name}"),
            row(VIEWER, GET, "/api/v1/processes", "/api/v1/processes/{id}"),
            row(VIEWER, GET, "/api/v1/processes/{id}/status", "/api/v1/processes/{id}/steps"),
            row(VIEWER, GET, "/api/v1/processes/{id}/definitions", "/api/v1/processes/{id}/plan"),
            row(OPERATOR, DELETE, "/api/v1/processes/{id}"),
            row(OPERATOR, POST, "/api/v1/processes/{id}/resume"),
            row(VIEWER, GET, "/api/v1/tasks"),
            row(OPERATOR, POST, "/api/v1/tasks/{id}/complete"),
            row(VIEWER, GET, "/api/v1/dead-letters"),
            row(OPERATOR, POST, "/api/v1/dead-letters/{id}/requeue"),
            // The library of device types
            row(VIEWER, GET, "/api/v1/vendors"),
            row(VIEWER, GET, "/api/v1/workers"),
            // Infrastructure
            row(VIEWER, GET, "/api/v1/deployments", "/api/v1/deployments/{id}"),
            row(VIEWER, GET, "/api/v1/deployments/{id}/events", "/api/v1/deployments/{id}/output"),
            row(OPERATOR, POST, "/api/v1/deployments", "/api/v1/deployments/{id}/scale"),
            row(OPERATOR, POST, "/api/v1/deployments/{id}/check"),
            row(OPERATOR, POST, "/api/v1/deployments/{id}/configure"),
            row(OPERATOR, DELETE, "/api/v1/deployments/{id}"),
            row(VIEWER, GET, "/api/v1/templates", "/api/v1/templates/{name}"),
            row(DEVELOPER, POST, "/api/v1/templates"),
            // Fabrics
            row(VIEWER, GET, "/api/v1/fabrics", "/api/v1/fabrics/{id}"),
            row(VIEWER, GET, "/api/v1/fabrics/{id}/resources", "/api/v1/fabrics/{id}/runs"),
            row(VIEWER, GET, "/api/v1/fabrics/{id}/resources/{resource}"),
            row(VIEWER, GET, "/api/v1/fabrics/{id}/runs/{run}"),
            row(VIEWER, GET, "/api/v1/fabrics/verify"),
            row(OPERATOR, POST, "/api/v1/fabrics/{id}/sync"),
            row(ADMIN, POST, "/api/v1/fabrics"),
            row(ADMIN, PATCH, "/api/v1/fabrics/{id}"),
            row(ADMIN, DELETE, "/api/v1/fabrics/{id}"),
            // Administration
            row(ADMIN, GET, "/api/v1/users", "/api/v1/users/{id}"),
            row(ADMIN, POST, "/api/v1/users"),
            row(ADMIN, PATCH, "/api/v1/users/{id}"),
            row(ADMIN, DELETE, "/api/v1/users/{id}"),
            row(ADMIN, GET, "/api/v1/api-keys", "/api/v1/api-keys/{id}"),
            row(ADMIN, POST, "/api/v1/api-keys"),
            row(ADMIN, DELETE, "/api/v1/api-keys/{id}"),
            row(ADMIN, GET, "/api/v1/webhooks", "/api/v1/webhooks/{id}"),
            row(ADMIN, POST, "/api/v1/webhooks"),
            row(ADMIN, PATCH, "/api/v1/webhooks/{id}"),
            row(ADMIN, DELETE, "/api/v1/webhooks/{id}"),
            row(ADMIN, GET, "/api/v1/webhooks/{id}/deliveries"),
            row(ADMIN, POST, "/api/v1/webhooks/{id}/deliveries/{delivery}/redeliver"),
            row(ADMIN, GET, "/api/v1/audit", "/api/v1/encryption"),
            row(ADMIN, POST, "/api/v1/encryption/reseal"),
            // The engine's own API, each address by name: workers in other languages take and
            // finish
            // steps. Nothing else of it is opened, be it in this version of the engine or a later
            // one.
            row(ADMIN, GET, "/external-job-api/jobs"),
            row(ADMIN, GET, "/external-job-api/jobs/{job}").orWorkers(),
            row(ADMIN, POST, "/external-job-api/acquire/jobs").orWorkers(),
            row(ADMIN, POST, "/external-job-api/acquire/jobs/{job}/complete").orWorkers(),
            row(ADMIN, POST, "/external-job-api/acquire/jobs/{job}/bpmnError").orWorkers(),
            row(ADMIN, POST, "/external-job-api/acquire/jobs/{job}/fail").orWorkers(),
            row(ADMIN, POST, "/external-job-api/unacquire/jobs").orWorkers(),
            row(ADMIN, POST, "/external-job-api/unacquire/jobs/{job}").orWorkers());
  }

  private static AccessRule row(@Nullable Role least, HttpMethod method, String... paths) {
    return AccessRule.of(least, method, paths);
  }

  Optional<AccessRule> ruleFor(HttpServletRequest request) {
    HttpMethod method = HttpMethod.valueOf(request.getMethod());
    PathContainer path = pathOf(request);
    return rules.stream().filter(rule -> rule.covers(method, path)).findFirst();
  }

  /** The methods that some row opens at the request's address. */
  Set<HttpMethod> methodsOf(HttpServletRequest request) {
    PathContainer path = pathOf(request);
    return rules.stream()
        .filter(rule -> rule.covers(path))
        .map(AccessRule::method)
        .collect(Collectors.toSet());
  }

  private static PathContainer pathOf(HttpServletRequest request) {
    return PathContainer.parsePath(
        request.getRequestURI().substring(request.getContextPath().length()));
  }
}
