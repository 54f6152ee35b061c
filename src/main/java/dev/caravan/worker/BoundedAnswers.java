package dev.caravan.worker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What outside systems answer routes: as a whole within twice the time that it may stay silent, so
 * that one that says a byte now and then is no other than a silent one, and not without end.
 * Watches, which are to last, have another configurer.
 */
@Component("boundedAnswers")
class BoundedAnswers implements HttpClientConfigurer, ExecChainHandler {

  /** Unpacked: no answer that routes read is nearly as large. */
  static final long MOST_BYTES = 100_000_000;

  private static final Timeout LONGEST = Timeout.ofMinutes(3);

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client.addExecInterceptorFirst("bounded", this);
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    @Nullable Timeout silent = scope.clientContext.getRequestConfigOrDefault().getResponseTimeout();
    long time = 2 * (silent == null || silent.isDisabled() ? LONGEST : silent).toMilliseconds();
    Watch watch = new Watch(scope, time);
    boolean read = false;
    try {
      ClassicHttpResponse answer = chain.proceed(request, scope);
      @Nullable HttpEntity entity = answer.getEntity();
      if (entity != null) {
        answer.setEntity(new Bounded(entity, watch));
        read = true;
      }
      return answer;
    } catch (IOException | IllegalStateException broken) {
      throw watch.why(broken);
    } finally {
      if (!read) {
        watch.end();
      }
    }
  }

  /** Gives the connection up when its time is over. */
  private static final class Watch {

    private final long time;
    private final Future<?> end;
    private volatile boolean late;

    Watch(ExecChain.Scope scope, long time) {
      this.time = time;
      this.end =
          CompletableFuture.runAsync(
              () -> {
                late = true;
                scope.execRuntime.discardEndpoint();
              },
              CompletableFuture.delayedExecutor(time, TimeUnit.MILLISECONDS));
    }

    void end() {
      end.cancel(false);
    }

    IOException why(Exception broken) {
      if (late) {
        SocketTimeoutException slow =
            new SocketTimeoutException("the answer took longer than %d ms in all".formatted(time));
        slow.initCause(broken);
        return slow;
      }
      return broken instanceof IOException known ? known : new IOException(broken);
    }
  }

  private static final class Bounded extends HttpEntityWrapper {

    private final Watch watch;

    Bounded(HttpEntity entity, Watch watch) {
      super(entity);
      this.watch = watch;
    }

    @Override
    public InputStream getContent() throws IOException {
      return new BoundedStream(super.getContent(), watch);
    }

    @Override
    public void close() throws IOException {
      watch.end();
      super.close();
    }
  }

  private static final class BoundedStream extends FilterInputStream {

    private final Watch watch;
    private long bytes;

    BoundedStream(InputStream source, Watch watch) {
      super(source);
      this.watch = watch;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      int count = read(one, 0, 1);
      return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count;
      try {
        count = super.read(target, offset, length);
      } catch (IOException | IllegalStateException broken) {
        throw watch.why(broken);
      }
      bytes += Math.max(0, count);
      if (count < 0) {
        watch.end();
      } else if (bytes > MOST_BYTES) {
        throw new IOException("the answer is larger than %d bytes".formatted(MOST_BYTES));
      }
      return count;
    }

    /** Of what is left too much would be read to keep the connection: the watch goes on. */
    @Override
    public void close() throws IOException {
      super.close();
      watch.end();
    }
  }
}
