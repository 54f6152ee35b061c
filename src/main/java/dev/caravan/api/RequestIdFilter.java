package dev.caravan.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every request an id: the caller's own if it is sane, else a new one. It goes back in the
 * answer and, as {@code request_id} of the MDC, on every log line, event and audit entry. {@code
 * X-Correlation-ID} is another name of the header; where both are given, each goes back as it came.
 */
@Component
@Order(FilterOrder.REQUEST_ID)
class RequestIdFilter extends OncePerRequestFilter {

  static final String HEADER = "X-Request-ID";
  static final String OTHER_HEADER = "X-Correlation-ID";
  static final String NAME = "request_id";
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<String> correlation = sane(request.getHeader(OTHER_HEADER));
    String id = idOf(request);
    request.setAttribute(NAME, id);
    response.setHeader(HEADER, id);
    response.setHeader(OTHER_HEADER, correlation.orElse(id));
    MDC.put(NAME, id);
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove(NAME);
    }
  }

  /** The id that the caller gave its request, else a new one. */
  static String idOf(HttpServletRequest request) {
    return sane(request.getHeader(HEADER))
        .or(() -> sane(request.getHeader(OTHER_HEADER)))
        .orElseGet(() -> UUID.randomUUID().toString());
  }

  private static Optional<String> sane(@Nullable String given) {
    return Optional.ofNullable(given).filter(id -> SANE.matcher(id).matches());
  }
}
