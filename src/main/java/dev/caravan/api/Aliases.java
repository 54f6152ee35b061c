package dev.caravan.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * All addresses that are answered beside the API's own, because published designs name them so. The
 * address is exchanged before anything else looks at the request, so that access, audit and answers
 * are those of the target.
 */
@Component
@Order(FilterOrder.ALIASES)
class Aliases extends OncePerRequestFilter {

  private static final String BASE = "/api/v1";

  private static final List<Alias> ALIASES =
      List.of(
          new Alias("POST", "/workflows/([^/]+)/execute", "/workflows/$1"),
          new Alias("GET", "/executions/([^/]+)/status", "/processes/$1/status"),
          new Alias("GET", "/workflows/([^/]+)/status", "/processes/$1/status"));

  /** Collections that are also answered without the base, or without its version. */
  private static final Pattern WITHOUT_BASE =
      Pattern.compile(
          "(?:/api)?(/(?:workflows|executions|deployments|processes)(?:/.*)?)|/api(/health)");

  /** Workflows that published designs call otherwise. */
  private static final Map<String, String> WORKFLOWS =
      Map.of("task_import_vendors", "import-vendors");

  private static final Pattern WORKFLOW = Pattern.compile("/workflows/([^/]+)(/.*)?");

  private record Alias(String method, Pattern path, String target) {

    Alias(String method, String path, String target) {
      this(method, Pattern.compile(path), target);
    }

    Optional<String> targetOf(String asked, String resource) {
      Matcher matcher = path.matcher(resource);
      return asked.equals(method) && matcher.matches()
          ? Optional.of(matcher.replaceFirst(target))
          : Optional.empty();
    }
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String path = request.getRequestURI();
    String target = targetOf(request.getMethod(), path);
    chain.doFilter(target.equals(path) ? request : new Readdressed(request, target), response);
  }

  /** The address that answers: the same where it is no alias. */
  static String targetOf(String method, String path) {
    boolean based = path.startsWith(BASE + "/");
    Matcher without = WITHOUT_BASE.matcher(path);
    if (!based && !without.matches()) {
      return path;
    }
    String resource = based ? path.substring(BASE.length()) : inside(without);
    return BASE
        + renamed(
            ALIASES.stream()
                .flatMap(alias -> alias.targetOf(method, resource).stream())
                .findFirst()
                .orElse(resource));
  }

  private static String inside(Matcher without) {
    return without.group(1) == null ? without.group(2) : without.group(1);
  }

  private static String renamed(String resource) {
    Matcher workflow = WORKFLOW.matcher(resource);
    return workflow.matches() && WORKFLOWS.containsKey(workflow.group(1))
        ? "/workflows/%s%s"
            .formatted(
                WORKFLOWS.get(workflow.group(1)),
                workflow.group(2) == null ? "" : workflow.group(2))
        : resource;
  }

  private static final class Readdressed extends HttpServletRequestWrapper {

    private final String path;

    Readdressed(HttpServletRequest request, String path) {
      super(request);
      this.path = path;
    }

    @Override
    public String getRequestURI() {
      return path;
    }

    @Override
    public String getServletPath() {
      return path;
    }

    @Override
    public StringBuffer getRequestURL() {
      StringBuffer url = super.getRequestURL();
      int end = url.indexOf("/", url.indexOf("//") + 2);
      return url.replace(end < 0 ? url.length() : end, url.length(), path);
    }
  }
}
