package dev.caravan.worker;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.util.ObjectHelper;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What an outside system answered when a call failed, for routes and their configurations. */
@Component
class OutsideAnswer {

  /**
   * The header that says what is known of a request without an answer: {@code NOT_TAKEN}, {@code
   * TIMED_OUT} or {@code BROKEN}.
   */
  static final String SILENCE = "CaravanSilence";

  private final CircuitBreakers breakers;

  OutsideAnswer(CircuitBreakers breakers) {
    this.breakers = breakers;
  }

  /** The HTTP status; 0 when there was no answer at all. */
  public int status(Exchange exchange) {
    return of(exchange).map(HttpOperationFailedException::getStatusCode).orElse(0);
  }

  /**
   * Makes the failed answer the message: its status in the header as that of a good one, its body,
   * or the reason why there is none.
   */
  public void take(Exchange exchange) {
    Optional<HttpOperationFailedException> answer = of(exchange);
    exchange
        .getMessage()
        .setBody(
            answer
                .map(HttpOperationFailedException::getResponseBody)
                .orElseGet(() -> reason(exchange))
                .getBytes(StandardCharsets.UTF_8));
    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status(exchange));
    exchange.getMessage().setHeader(SILENCE, answer.isPresent() ? "NONE" : silence(exchange));
  }

  /** What is known of a request without an answer. */
  private static String silence(Exchange exchange) {
    @Nullable Throwable thrown = telling(exchange);
    boolean notTaken =
        thrown instanceof ConnectException
            || thrown instanceof UnknownHostException
            || thrown instanceof NoRouteToHostException
            || thrown instanceof ConnectTimeoutException
            || thrown instanceof ConnectionRequestTimeoutException
            || thrown instanceof CallNotPermittedException;
    if (notTaken) {
      return "NOT_TAKEN";
    }
    return thrown instanceof SocketTimeoutException ? "TIMED_OUT" : "BROKEN";
  }

  /** Whether TLS did not come about, which another attempt would not change. */
  public boolean distrusted(Exchange exchange) {
    return telling(exchange) instanceof SSLException;
  }

  /** The exception's simple name, as Java itself calls it, and its message. */
  private String reason(Exchange exchange) {
    @Nullable Throwable thrown = telling(exchange);
    if (thrown == null) {
      return "null";
    }
    if (thrown instanceof CallNotPermittedException leftAlone) {
      return breakers.refusal(leftAlone);
    }
    Class<?> type =
        thrown instanceof HttpHostConnectException ? ConnectException.class : thrown.getClass();
    return type.getSimpleName() + ": " + thrown.getMessage();
  }

  /** A connection that is lost during TLS says so as the cause of an SSLException. */
  private static @Nullable Throwable telling(Exchange exchange) {
    @Nullable Throwable thrown = thrown(exchange);
    while (thrown instanceof RuntimeException && thrown.getCause() != null) {
      thrown = thrown.getCause();
    }
    return thrown instanceof SSLException broken
            && broken.getCause() instanceof IOException lost
            && !(lost instanceof SSLException)
        ? lost
        : thrown;
  }

  static Optional<HttpOperationFailedException> of(Exchange exchange) {
    return Optional.ofNullable(
        ObjectHelper.getException(HttpOperationFailedException.class, thrown(exchange)));
  }

  private static @Nullable Throwable thrown(Exchange exchange) {
    @Nullable Throwable thrown = exchange.getException();
    return thrown != null
        ? thrown
        : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
  }
}
