package dev.caravan.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds the caller's own address behind the reverse proxies that configuration names. Of anybody
 * else {@code X-Forwarded-For} is not believed, and no other header of the kind ever is, save the
 * protocol that a trusted proxy states.
 */
@Component
@Order(FilterOrder.PROXIES)
class TrustedProxyFilter extends OncePerRequestFilter {

  private final TrustedProxies proxies;

  TrustedProxyFilter(ApiSettings settings) {
    this.proxies = TrustedProxies.of(settings.trustedProxies());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(
        proxies.trust(request.getRemoteAddr()) ? seenThrough(request) : request, response);
  }

  private HttpServletRequest seenThrough(HttpServletRequest request) {
    String caller =
        proxies.callerOf(request.getRemoteAddr(), request.getHeaders("X-Forwarded-For"));
    boolean secure =
        request.isSecure() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
    return new HttpServletRequestWrapper(request) {
      @Override
      public String getRemoteAddr() {
        return caller;
      }

      @Override
      public String getRemoteHost() {
        return caller;
      }

      @Override
      public boolean isSecure() {
        return secure;
      }

      @Override
      public String getScheme() {
        return secure ? "https" : super.getScheme();
      }
    };
  }
}
