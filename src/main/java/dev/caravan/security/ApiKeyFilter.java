package dev.caravan.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets in a program that shows an API key in {@code X-API-Key}; a wrong key is refused at once, and
 * so is a call that says in more than one way who makes it.
 */
final class ApiKeyFilter extends OncePerRequestFilter {

  static final String HEADER = "X-API-Key";

  private final ApiKeyStore keys;
  private final Refusals refusals;

  ApiKeyFilter(ApiKeyStore keys, Refusals refusals) {
    this.keys = keys;
    this.refusals = refusals;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (identities(request) > 1) {
      refusals.refuseSeveralIdentities(request, response);
      return;
    }
    String text = request.getHeader(HEADER);
    if (text == null) {
      chain.doFilter(request, response);
      return;
    }
    Optional<ApiKey> key = keys.use(new KeyMaterial(text));
    if (key.isEmpty()) {
      refusals.commence(request, response, new BadCredentialsException("Unknown API key"));
      return;
    }
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new CallerToken(Caller.apiKey(key.get())));
    SecurityContextHolder.setContext(context);
    chain.doFilter(request, response);
  }

  private static int identities(HttpServletRequest request) {
    return Collections.list(request.getHeaders(HEADER)).size()
        + Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION)).size();
  }
}
