package dev.caravan.api;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Makes Tomcat read no body by itself: neither as a form, nor to the end after its answer; and wait
 * for callers that do not read their answers within {@link AnswerLimits}.
 */
@Component
class TomcatLimits implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private static final String ARRIVED = TomcatLimits.class.getName();

  private final AnswerLimits answers;

  TomcatLimits(AnswerLimits answers) {
    this.answers = answers;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.setProtocol(WatchedConnections.class.getName());
    factory.addEngineValves(new UnreadAnswers(answers), new UnreadBodies());
    factory.addConnectorCustomizers(
        connector -> {
          connector.setParseBodyMethods("");
          if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
            http.setMaxSwallowSize(0);
            http.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
          }
        });
  }

  /** Whether something of the body can be read without waiting. */
  static boolean hasArrived(ServletRequest request) {
    return !(request.getAttribute(ARRIVED) instanceof BooleanSupplier arrived)
        || arrived.getAsBoolean();
  }

  /** Closes the connection after the answer where there is more of the body. */
  private static final class UnreadBodies extends ValveBase {

    UnreadBodies() {
      super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      org.apache.coyote.Request raw = request.getCoyoteRequest();
      BooleanSupplier arrived =
          () -> {
            // Said once, and only to who asked: whoever is refused unread does not send at all.
            raw.action(ActionCode.ACK, ContinueResponseTiming.ON_REQUEST_BODY_READ);
            raw.action(ActionCode.AVAILABLE, true);
            return raw.getAvailable() > 0;
          };
      request.setAttribute(ARRIVED, arrived);
      getNext().invoke(request, response);
      if (!request.isAsync() && !raw.isFinished()) {
        response.finishResponse();
        raw.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
      }
    }
  }

  /** Writes the whole answer while it is known whose it is. */
  private static final class UnreadAnswers extends ValveBase {

    private final AnswerLimits limits;

    UnreadAnswers(AnswerLimits limits) {
      super(true);
      this.limits = limits;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      try (AnswerWait wait = AnswerWait.begin(request, limits)) {
        getNext().invoke(request, response);
        if (!request.isAsync()) {
          response.finishResponse();
        }
      }
    }
  }
}
