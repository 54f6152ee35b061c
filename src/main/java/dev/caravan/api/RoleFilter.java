package dev.caravan.api;

import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.worker.Node;
import dev.caravan.worker.NodeRole;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** A node that is not there for callers says so; how it is, it tells all the same. */
@Component
@Order(FilterOrder.ROLES)
class RoleFilter extends OncePerRequestFilter {

  private final Node node;
  private final HandlerExceptionResolver errors;

  RoleFilter(Node node, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    this.node = node;
    this.errors = errors;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return node.is(NodeRole.API)
        || request.getRequestURI().startsWith("/actuator/")
        || request.getRequestURI().equals("/api/v1/health");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
    errors.resolveException(
        request,
        response,
        null,
        new PermanentFailure(
            FailureKind.RESOURCE,
            "This node answers no callers: its CARAVAN_ROLES do not hold api",
            Map.of()));
  }
}
