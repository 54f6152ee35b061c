package dev.caravan.api;

import dev.caravan.failure.Failure;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.security.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Makes a POST with an {@code Idempotency-Key} happen once: the same key and body are given the
 * first answer again, however often a caller that heard nothing repeats itself.
 */
@Component
@Order(FilterOrder.IDEMPOTENCY)
class IdempotencyFilter extends OncePerRequestFilter {

  static final String HEADER = "Idempotency-Key";
  private static final Pattern SANE = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private final IdempotencyStore store;
  private final IdempotentCalls calls;
  private final AnswersWithSecrets secrets;
  private final HandlerExceptionResolver errors;

  IdempotencyFilter(
      IdempotencyStore store,
      IdempotentCalls calls,
      AnswersWithSecrets secrets,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    this.store = store;
    this.calls = calls;
    this.secrets = secrets;
    this.errors = errors;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getHeader(HEADER) == null
        || !request.getMethod().equals("POST")
        || !request.getRequestURI().startsWith("/api/v1/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      String key = checkedKey(request);
      String caller = Caller.of(request).map(Caller::identity).orElse("");
      KeptBody body = KeptBody.of(request);
      answer(store.reserve(caller, key, body.fingerprint()), body, response, chain);
    } catch (Failure failure) {
      errors.resolveException(request, response, null, failure);
    } catch (BodyRefused refused) {
      errors.resolveException(request, response, null, refused.failure());
    }
  }

  private String checkedKey(HttpServletRequest request) {
    String key = request.getHeader(HEADER);
    if (!SANE.matcher(key).matches()) {
      throw invalid("must be 1 to 255 visible ASCII characters");
    }
    if (secrets.toPost(request.getRequestURI())) {
      throw invalid("is not taken here: the answer holds a secret, which Caravan does not keep");
    }
    return key;
  }

  private static PermanentFailure invalid(String message) {
    return PermanentFailure.validation(
        "The header " + HEADER + " has a problem",
        List.of(new InputProblem("/" + HEADER, message)));
  }

  private void answer(
      Reservation reservation, KeptBody request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (reservation instanceof Reservation.Granted granted) {
      make(granted, request, response, chain);
    } else if (reservation instanceof Reservation.Answered answered) {
      answered.answer().writeTo(response);
    } else if (reservation instanceof Reservation.Started started) {
      show(started, request, response);
    } else if (reservation instanceof Reservation.OtherCall) {
      throw PermanentFailure.conflict(
          "This " + HEADER + " was used for another call: use a new key for a new call");
    } else {
      response.setHeader(HttpHeaders.RETRY_AFTER, "1");
      throw PermanentFailure.conflict(
          "The first call with this " + HEADER + " is still being answered: repeat it in a second");
    }
  }

  private void make(
      Reservation.Granted granted,
      KeptBody request,
      HttpServletResponse response,
      FilterChain chain)
      throws ServletException, IOException {
    ContentCachingResponseWrapper kept = new ContentCachingResponseWrapper(response);
    boolean succeeded = false;
    calls.begin(granted.owner());
    try {
      chain.doFilter(request, kept);
      KeptAnswer answer = KeptAnswer.of(kept);
      if (answer.succeeded()) {
        store.finish(granted.owner(), answer);
        succeeded = true;
      }
    } finally {
      calls.end();
      if (!succeeded) {
        store.release(granted.owner());
      }
    }
    kept.copyBodyToResponse();
  }

  /** The node died between the commit and its answer: the process as it is now stands for it. */
  private static void show(
      Reservation.Started started, KeptBody request, HttpServletResponse response)
      throws ServletException, IOException {
    String address = "/api/v1/processes/" + started.processId();
    response.setStatus(HttpServletResponse.SC_ACCEPTED);
    response.setHeader(HttpHeaders.LOCATION, address);
    request.getRequestDispatcher(address).forward(request.asGet(), response);
  }
}
