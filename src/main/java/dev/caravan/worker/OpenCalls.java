package dev.caravan.worker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpActivityListener;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Calls whose answer is read while it comes, for minutes: each is cut off as soon as nobody wants
 * it, though nothing comes. An endpoint names this at {@code httpClientConfigurer} and {@code
 * httpActivityListener}, an exchange has a BooleanSupplier as its property {@code wanted}, and the
 * route comes to {@code cut} whatever happens: else closing the answer would read on to its end.
 */
@Component
class OpenCalls implements HttpClientConfigurer, HttpActivityListener, SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(OpenCalls.class);
  private static final int LOOK_MILLIS = 250;

  private final Map<Exchange, Cancellable> open = new ConcurrentHashMap<>();
  private volatile @Nullable SteadyTimer timer;
  private volatile boolean stopped;

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client.addExecInterceptorFirst(
        "open-calls",
        (request, scope, chain) -> {
          begin(scope);
          return chain.proceed(request, scope);
        });
  }

  /** The request as the caller made it; what interceptors see is a copy that nobody can cancel. */
  private void begin(ExecChain.Scope scope) {
    Object exchange = scope.clientContext.getAttribute(Exchange.class.getName());
    if (exchange instanceof Exchange call && scope.originalRequest instanceof Cancellable request) {
      open.put(call, request);
      if (stopped) {
        request.cancel();
      }
    }
  }

  /** The call is over: what is left of its answer is not read. */
  public void cut(Exchange exchange) {
    @Nullable Cancellable request = open.remove(exchange);
    if (request != null) {
      request.cancel();
    }
  }

  private void look() {
    open.forEach(
        (exchange, request) -> {
          try {
            @Nullable BooleanSupplier wanted =
                exchange.getProperty("wanted", BooleanSupplier.class);
            if (wanted != null && !wanted.getAsBoolean()) {
              request.cancel();
            }
          } catch (RuntimeException broken) {
            log.warn("Nobody can say whether a call is wanted: it is cut off", broken);
            request.cancel();
          }
        });
  }

  /** Only because somebody listens does the HTTP component say which exchange a request is of. */
  @Override
  public void onRequestSubmitted(
      Object source,
      Exchange exchange,
      HttpHost host,
      HttpRequest request,
      @Nullable HttpEntity entity) {}

  @Override
  public void onResponseReceived(
      Object source,
      Exchange exchange,
      HttpHost host,
      HttpResponse response,
      @Nullable HttpEntity entity,
      long elapsed) {}

  @Override
  public void start() {
    SteadyTimer begun = new SteadyTimer("open-calls", 1);
    begun.every(LOOK_MILLIS, this::look);
    timer = begun;
    stopped = false;
  }

  /** Routes would wait for their calls, which would last for minutes. */
  @Override
  public void stop() {
    stopped = true;
    @Nullable SteadyTimer begun = timer;
    timer = null;
    if (begun != null) {
      begun.stop();
    }
    open.values().forEach(Cancellable::cancel);
  }

  @Override
  public boolean isRunning() {
    return timer != null;
  }

  /** Before the routes, and after whoever calls them and may say that a call is not wanted. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 1;
  }
}
