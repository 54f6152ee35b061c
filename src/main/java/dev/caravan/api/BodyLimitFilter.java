package dev.caravan.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.OnCommittedResponseWrapper;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Holds bodies to {@link BodyLimits}: by their announced length at once, else while they are read.
 * What is left of a body when its answer goes out is read if it is little, for the connection's
 * next call; else the answer announces that the connection ends with it.
 */
@Component
@Order(FilterOrder.BODY_LIMIT)
class BodyLimitFilter extends OncePerRequestFilter {

  /** Methods whose bodies are read; what comes with another one is not looked at. */
  static final Set<String> BODIES = Set.of("POST", "PUT", "PATCH");

  private static final Duration FOR_THE_REST = Duration.ofSeconds(2);

  /** Who still sends when the connection is closed may never see the answer. */
  private static final DataSize LINGER = DataSize.ofMegabytes(8);

  private final HandlerExceptionResolver errors;
  private final BodyLimits limits;

  BodyLimitFilter(
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors, BodyLimits limits) {
    this.errors = errors;
    this.limits = limits;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getContentLengthLong() <= 0
        && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    LimitedBody body = new LimitedBody(request, limits);
    Announcing announcing = new Announcing(response, body, limits.mostUnwanted());
    try {
      if (BODIES.contains(request.getMethod())
          && request.getContentLengthLong() > limits.most().toBytes()) {
        Exception tooLarge = BodyRefused.tooLarge(limits.most()).failure();
        errors.resolveException(request, announcing, null, tooLarge);
      } else {
        chain.doFilter(new Limited(request, body), announcing);
      }
      linger(announcing, body);
    } finally {
      body.letGo();
    }
  }

  private static void linger(Announcing response, LimitedBody body) throws IOException {
    response.announce();
    if (!body.isFinished()) {
      response.flushBuffer();
      body.isReadToItsEnd(LINGER, FOR_THE_REST);
    }
  }

  private static final class Limited extends HttpServletRequestWrapper {

    private final LimitedBody body;

    Limited(HttpServletRequest request, LimitedBody body) {
      super(request);
      this.body = body;
    }

    @Override
    public ServletInputStream getInputStream() {
      return body;
    }

    @Override
    public BufferedReader getReader() {
      return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }
  }

  /** Says before the answer goes out whether its connection ends with it. */
  private static final class Announcing extends OnCommittedResponseWrapper {

    private final LimitedBody body;
    private final DataSize mostUnwanted;
    private boolean announced;

    Announcing(HttpServletResponse response, LimitedBody body, DataSize mostUnwanted) {
      super(response);
      this.body = body;
      this.mostUnwanted = mostUnwanted;
    }

    @Override
    protected void onResponseCommitted() {
      announce();
    }

    void announce() {
      if (!announced) {
        announced = true;
        if (!body.isReadToItsEnd(mostUnwanted, FOR_THE_REST)) {
          setHeader(HttpHeaders.CONNECTION, "close");
        }
      }
    }
  }
}
