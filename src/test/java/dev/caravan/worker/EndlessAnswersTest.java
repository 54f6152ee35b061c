package dev.caravan.worker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An outside system whose answers never end. */
class EndlessAnswersTest {

  private static final String OK = "HTTP/1.1 200 OK\r\n";

  private final ServerSocket server = listening();
  private final ExecutorService system = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() throws IOException {
    server.close();
    system.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(strings = {OK + "X-Long: ", OK + "Content-Length: 100000\r\n\r\n"})
  void oneThatTricklesIsGivenUp(String beginning) {
    answer(beginning, "x", Duration.ofMillis(50));
    long start = System.nanoTime();

    assertThatThrownBy(this::asked)
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessageContaining("longer than 1000 ms in all");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void oneThatIsTooLargeIsReadNoFurther() {
    answer(OK + "Content-Length: 9000000000\r\n\r\n", "x".repeat(1_000_000), Duration.ZERO);

    assertThatThrownBy(this::asked)
        .isInstanceOf(IOException.class)
        .hasMessageMatching(".*(larger than 100000000 bytes|longer than 1000 ms in all).*");
  }

  @Test
  void oneThatEndsIsReadAsItIs() throws Exception {
    answer(OK + "Content-Length: 5\r\n\r\nhello", "", Duration.ZERO);

    assertThat(asked()).isEqualTo("hello");
  }

  private String asked() throws IOException {
    HttpClientBuilder builder =
        HttpClientBuilder.create()
            .setDefaultRequestConfig(
                RequestConfig.custom().setResponseTimeout(Timeout.ofMilliseconds(500)).build());
    new BoundedAnswers().configureHttpClient(builder);
    try (CloseableHttpClient client = builder.build()) {
      return client.execute(
          new HttpGet("http://127.0.0.1:" + server.getLocalPort() + "/"),
          answer -> new String(answer.getEntity().getContent().readAllBytes(), US_ASCII));
    }
  }

  private void answer(String beginning, String more, Duration pause) {
    system.execute(
        () -> {
          try (Socket call = server.accept()) {
            OutputStream out = call.getOutputStream();
            out.write(beginning.getBytes(US_ASCII));
            while (!more.isEmpty()) {
              out.write(more.getBytes(US_ASCII));
              LockSupport.parkNanos(pause.toNanos());
            }
          } catch (IOException gone) {
            // It was given up.
          }
        });
  }

  private static ServerSocket listening() {
    try {
      return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
