package dev.caravan.worker;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What an outside system answered when a call failed, for routes and their configurations: the
 * exception of the HTTP component arrives wrapped once it went through a circuit breaker.
 */
@Component
class OutsideAnswer {

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
  }

  private static String reason(Exchange exchange) {
    @Nullable Throwable thrown = thrown(exchange);
    while (thrown instanceof RuntimeException && thrown.getCause() != null) {
      thrown = thrown.getCause();
    }
    return String.valueOf(thrown);
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
