package dev.caravan.worker;

import java.util.Optional;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says of a route that cannot start which it is and why, instead of a stack trace. */
class RouteStartAnalyzer implements FailureAnalyzer {

  private static final int MOST_CAUSES = 20;

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
      Optional<String> route = routeOf(cause);
      if (route.isPresent()) {
        return new FailureAnalysis(
            "The route %s cannot start: %s".formatted(route.get(), innermost(cause)),
            "Mend routes/%s.camel.yaml and start again."
                .formatted(route.get().replaceFirst("\\.", "/")),
            failure);
      }
      cause = cause.getCause();
    }
    return null;
  }

  private static Optional<String> routeOf(Throwable cause) {
    if (cause instanceof FailedToStartRouteException start) {
      return Optional.ofNullable(start.getRouteId());
    }
    return cause instanceof FailedToCreateRouteException create
        ? Optional.ofNullable(create.getRouteId())
        : Optional.empty();
  }

  /** The innermost cause that says anything, in its first line. */
  private static String innermost(Throwable outer) {
    String words = "";
    @Nullable Throwable cause = outer;
    for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
      if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
        words = cause.getMessage().lines().findFirst().orElse("");
      }
      cause = cause.getCause();
    }
    return words;
  }
}
