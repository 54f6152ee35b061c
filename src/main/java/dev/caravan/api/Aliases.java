package dev.caravan.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
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

  /** Collections that are also answered without the base. */
  private static final Pattern WITHOUT_BASE =
      Pattern.compile("(/(?:workflows|executions|deployments)(?:/.*)?)");

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
    if (!based && !WITHOUT_BASE.matcher(path).matches()) {
      return path;
    }
    String resource = based ? path.substring(BASE.length()) : path;
    return BASE
        + ALIASES.stream()
            .flatMap(alias -> alias.targetOf(method, resource).stream())
            .findFirst()
            .orElse(resource);
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
