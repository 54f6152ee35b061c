package dev.caravan.security;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * One row of the table: who may call a method of some addresses.
 *
 * @param least the least role, null for everybody
 * @param workers whether a key that names topics may, too, whatever its role
 */
record AccessRule(
    HttpMethod method, List<PathPattern> paths, @Nullable Role least, boolean workers) {

  static AccessRule of(@Nullable Role least, HttpMethod method, String... paths) {
    PathPatternParser parser = PathPatternParser.defaultInstance;
    return new AccessRule(method, Arrays.stream(paths).map(parser::parse).toList(), least, false);
  }

  AccessRule orWorkers() {
    return new AccessRule(method, paths, least, true);
  }

  boolean covers(PathContainer path) {
    return paths.stream().anyMatch(pattern -> pattern.matches(path));
  }

  boolean covers(HttpMethod asked, PathContainer path) {
    HttpMethod answeredAs = asked.equals(HttpMethod.HEAD) ? HttpMethod.GET : asked;
    return method.equals(answeredAs) && covers(path);
  }

  /** Whether a caller may; null is nobody known. */
  boolean allows(@Nullable Caller caller) {
    return least == null
        || (caller != null
            && (caller.role().includes(least) || (workers && !caller.topics().isEmpty())));
  }

  String leastName() {
    return least == null ? "none" : least.label();
  }
}
