package dev.caravan.audit;

import dev.caravan.security.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Writes down every call that changes something, every call to the engine's own API and every call
 * that is refused. It stands before Spring Security, so that it sees the refusals too.
 */
@Component
@Order(AuditedCalls.BEFORE_SECURITY)
class AuditedCalls extends OncePerRequestFilter {

  static final int BEFORE_SECURITY = -110;

  private static final Logger log = LoggerFactory.getLogger(AuditedCalls.class);
  private static final Set<Integer> REFUSALS = Set.of(401, 403, 429);
  private static final int LONGEST = 300;

  /** Log-ins say who tried, and workers ask for steps all the time. */
  private static final Pattern NOT_A_CHANGE =
      Pattern.compile("/api/v1/auth/token|/external-job-api/acquire/jobs");

  /** The engine's own API shows all that processes know, so who reads there is written down too. */
  private static final Pattern ENGINE = Pattern.compile("/(process|external-job)-api/.*");

  private final AuditStore store;
  private final Strangers strangers;
  private final Clock clock;

  AuditedCalls(AuditStore store, Strangers strangers, Clock clock) {
    this.store = store;
    this.strangers = strangers;
    this.clock = clock;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(request, response);
    boolean refused = REFUSALS.contains(response.getStatus()) && !isLogin(request);
    if (refused || isWorthAnEntry(request)) {
      append(request, response);
    }
  }

  private static boolean isLogin(HttpServletRequest request) {
    return request.getRequestURI().equals("/api/v1/auth/token");
  }

  private static boolean isWorthAnEntry(HttpServletRequest request) {
    String address = request.getRequestURI();
    boolean read = !CallRules.changes(request) && !ENGINE.matcher(address).matches();
    return !read && !NOT_A_CHANGE.matcher(address).matches();
  }

  private void append(HttpServletRequest request, HttpServletResponse response) {
    try {
      if (Caller.of(request).isPresent()) {
        store.append(entry(request, response));
      } else {
        strangers.append(entry(request, response));
      }
    } catch (DataAccessException | TransactionException e) {
      log.error(
          "Not in the audit, because the database does not answer: {} {} by {} was answered {}",
          request.getMethod(),
          request.getRequestURI(),
          Caller.of(request).map(Caller::name).orElse("anonymous"),
          response.getStatus());
    }
  }

  private NewEntry entry(HttpServletRequest request, HttpServletResponse response) {
    Optional<Caller> caller = Caller.of(request);
    AuditedObject object =
        AuditedObject.of(request.getRequestURI(), response.getHeader("Location"))
            .orOwn(caller.orElse(null));
    return new NewEntry(
        clock.instant(),
        caller.map(Caller::name).orElse("anonymous"),
        caller.map(Caller::kind).map(ActorKind::of).orElse(ActorKind.ANONYMOUS),
        cut(request.getMethod() + " " + address(request)),
        object.type(),
        object.id(),
        Outcome.of(response.getStatus()),
        response.getStatus(),
        MDC.get("request_id"),
        request.getRemoteAddr(),
        details(request, response));
  }

  /** What came with it, and what it changed. */
  private static Map<String, Object> details(
      HttpServletRequest request, HttpServletResponse response) {
    if (!CallRules.changes(request)) {
      return Map.of();
    }
    boolean made =
        CallRules.changesObject(request) || response.getStatus() == HttpServletResponse.SC_CREATED;
    return CallDetails.of(request).written(made, response.getStatus() < 400);
  }

  private static String address(HttpServletRequest request) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    // Another servlet than the application's own says the pattern without its own address.
    String servlet = request.getPathInfo() == null ? "" : request.getServletPath();
    return pattern == null ? request.getRequestURI() : servlet + pattern;
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(LONGEST, text.length()));
  }
}
