package dev.caravan.worker;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/**
 * A call within a time that holds for all of it: a receiver that takes or says a byte now and then
 * is given up like one that is silent. Of its answer the beginning is read, of any length.
 */
public final class WholeAnswer implements HttpClientConfigurer, ExecChainHandler {

  /** A little more than is shown. */
  static final int MOST_BYTES = 4096;

  private final Duration time;

  public WholeAnswer(Duration time) {
    this.time = time;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableContentCompression()
        .disableAuthCaching()
        .addExecInterceptorFirst("whole", this);
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    AtomicBoolean givenUp = new AtomicBoolean();
    Future<?> end =
        CompletableFuture.runAsync(
            () -> {
              givenUp.set(true);
              scope.execRuntime.discardEndpoint();
            },
            CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS));
    try {
      ClassicHttpResponse answer = chain.proceed(request, scope);
      read(answer, scope);
      return answer;
    } catch (IOException | IllegalStateException broken) {
      if (givenUp.get()) {
        throw late(broken);
      }
      throw broken;
    } finally {
      end.cancel(false);
    }
  }

  private SocketTimeoutException late(Exception broken) {
    SocketTimeoutException late =
        new SocketTimeoutException(
            "took longer than %d milliseconds in all".formatted(time.toMillis()));
    late.initCause(broken);
    return late;
  }

  /** Whoever says more is not listened to: reading on to the end may take for ever. */
  private static void read(ClassicHttpResponse answer, ExecChain.Scope scope) throws IOException {
    @Nullable HttpEntity entity = answer.getEntity();
    if (entity == null) {
      return;
    }
    InputStream content = entity.getContent();
    byte[] beginning = content.readNBytes(MOST_BYTES + 1);
    if (beginning.length > MOST_BYTES) {
      scope.execRuntime.discardEndpoint();
    } else {
      content.close();
    }
    int shown = Math.min(beginning.length, MOST_BYTES);
    answer.setEntity(
        new ByteArrayEntity(
            beginning, 0, shown, ContentType.parseLenient(entity.getContentType())));
  }
}
