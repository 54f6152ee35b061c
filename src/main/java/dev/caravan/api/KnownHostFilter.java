package dev.caravan.api;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Answers to its own names alone where only this machine can call, and in the sandbox: a web page
 * whose name was made to lead here (DNS rebinding) calls by that name, and is refused.
 */
@Component
@Order(FilterOrder.KNOWN_HOSTS)
class KnownHostFilter extends OncePerRequestFilter {

  private static final Set<String> OWN = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final boolean checked;
  private final Set<String> known = new HashSet<>(OWN);
  private final HandlerExceptionResolver errors;

  KnownHostFilter(
      ApiSettings settings,
      ServerProperties server,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    @Nullable InetAddress address = server.getAddress();
    this.checked = settings.checkHosts() || (address != null && address.isLoopbackAddress());
    settings.hosts().forEach(name -> known.add(name.strip().toLowerCase(Locale.ROOT)));
    if (address != null && !address.isAnyLocalAddress()) {
      known.add(address.getHostAddress());
    }
    this.errors = errors;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    // Only HTTP/1.0 may leave it out, and no browser speaks that.
    boolean named = request.getHeader(HttpHeaders.HOST) != null;
    if (!checked || !named || known.contains(request.getServerName().toLowerCase(Locale.ROOT))) {
      chain.doFilter(request, response);
      return;
    }
    errors.resolveException(
        request,
        response,
        null,
        PermanentFailure.validation(
            "Caravan is not known by this host name: CARAVAN_HOSTS lists the names it answers to",
            List.of(new InputProblem("/headers/Host", "must be localhost or a configured name"))));
  }
}
