package dev.caravan.security;

import dev.caravan.failure.FailureKind;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Says no, in the same shape as every other error. */
@Component
class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

  private final HandlerExceptionResolver errors;
  private final AccessTable table;

  Refusals(
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors, AccessTable table) {
    this.errors = errors;
    this.table = table;
  }

  /** To nobody, and to a caller whose credentials are wrong. */
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException cause) {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"caravan\"");
    answer(
        request,
        response,
        new PermanentFailure(FailureKind.AUTHENTICATION, why(request), Map.of()));
  }

  /** To a call with two keys, two tokens, or a key and a token: which of them counts is unsaid. */
  void refuseSeveralIdentities(HttpServletRequest request, HttpServletResponse response) {
    answer(
        request,
        response,
        PermanentFailure.validation(
            "The call says more than once who makes it",
            List.of(
                new InputProblem(
                    "/" + ApiKeyFilter.HEADER,
                    "send one key in X-API-Key, or one token in Authorization, not both"))));
  }

  private static String why(HttpServletRequest request) {
    if (request.getHeader(ApiKeyFilter.HEADER) != null) {
      return "The key in X-API-Key is unknown or has expired";
    }
    if (request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
      return "The token is not valid or has expired: POST /api/v1/auth/token gives a new one";
    }
    return "Say who calls: by `Authorization: Bearer` with a token from POST /api/v1/auth/token,"
        + " or by `X-API-Key`";
  }

  /**
   * To a known caller: an address that nothing opens is the same to it as one that is not there.
   */
  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException cause) {
    answer(request, response, reasonOf(request));
  }

  private Exception reasonOf(HttpServletRequest request) {
    return table
        .ruleFor(request)
        .<Exception>map(
            rule -> PermanentFailure.permission("This needs the role " + rule.leastName()))
        .orElseGet(() -> notOpened(request));
  }

  private Exception notOpened(HttpServletRequest request) {
    Set<HttpMethod> methods = table.methodsOf(request);
    if (methods.isEmpty()) {
      return PermanentFailure.notFound("There is nothing at " + request.getRequestURI());
    }
    Set<String> names =
        methods.stream().map(HttpMethod::name).collect(Collectors.toCollection(TreeSet::new));
    return new HttpRequestMethodNotSupportedException(request.getMethod(), names);
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, Exception reason) {
    errors.resolveException(request, response, null, reason);
  }
}
