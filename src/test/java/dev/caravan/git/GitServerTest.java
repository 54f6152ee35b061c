package dev.caravan.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.RetryableFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A git server that fails is left alone, no other one with it. */
class GitServerTest {

  @TempDir Path temp;

  private GitClones clones;

  @BeforeEach
  void start() {
    clones = TestClones.in(temp);
  }

  @Test
  void isLeftAloneOnceMostCallsFailed() throws Exception {
    try (Answering broken = new Answering(503);
        Answering other = new Answering(404)) {
      for (int i = 0; i < 10; i++) {
        assertThatThrownBy(() -> fetch(broken))
            .isInstanceOf(RetryableFailure.class)
            .hasMessageContaining("503");
      }
      int asked = broken.asked.get();

      assertThatThrownBy(() -> fetch(broken))
          .isInstanceOfSatisfying(
              RetryableFailure.class, failure -> assertThat(failure.retryAfter()).isPresent())
          .hasMessageContaining("git " + broken.host() + " is left alone until")
          .hasMessageContaining("503");
      assertThat(broken.asked).hasValue(asked);
      assertThatThrownBy(() -> fetch(other)).isInstanceOf(PermanentFailure.class);
      assertThat(other.asked).hasPositiveValue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 429})
  void isAskedOnWhereItRefuses(int status) throws Exception {
    try (Answering refusing = new Answering(status)) {
      for (int i = 0; i < 15; i++) {
        int asked = refusing.asked.get();
        assertThatThrownBy(() -> fetch(refusing)).hasMessageNotContaining("left alone");
        assertThat(refusing.asked.get()).isGreaterThan(asked);
      }
    }
  }

  private void fetch(Answering server) {
    String url = "http://" + server.host() + "/group/fabric.git";
    clones.fetch(new GitSource(url, "main"), GitAccess.NONE, FetchWatch.NONE).close();
  }

  private static final class Answering implements AutoCloseable {

    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();

    Answering(int status) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
      server.createContext(
          "/",
          call -> {
            asked.incrementAndGet();
            call.sendResponseHeaders(status, -1);
            call.close();
          });
      server.start();
    }

    String host() {
      return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
