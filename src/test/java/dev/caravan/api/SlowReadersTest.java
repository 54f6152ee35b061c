package dev.caravan.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.story.RunningCaravan;
import dev.caravan.story.Unhurried;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.context.TestPropertySource;

/** Callers that ask and then read slowly or nothing at all, on the real server. */
@TestPropertySource(
    properties = {"caravan.api.answer-time=4s", "server.tomcat.connection-timeout=120s"})
class SlowReadersTest extends RunningCaravan {

  private static final int MANY = 300;
  private static final String PAGE = "/swagger-ui/swagger-ui-bundle.js";

  @Autowired private AnswerLimits limits;

  private final List<Socket> open = new ArrayList<>();
  private Semaphore places;
  private Unhurried anybody;

  @BeforeEach
  void nobodyWaits() {
    places = limits.placesOf(new MockHttpServletRequest());
    await().until(() -> places.availablePermits() == 20);
    anybody = Unhurried.measured(() -> nobody().get("/actuator/health/liveness"));
  }

  @AfterEach
  void closeAll() throws IOException {
    for (Socket each : open) {
      each.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "X-API-Key: " + BOOTSTRAP_KEY + "\r\n"})
  void whoReadsNothingKeepsNobodyOut(String who) throws Exception {
    for (int i = 0; i < MANY; i++) {
      ask(8, PAGE, who);
    }

    assertEverybodyElseIsAnswered();
  }

  @Test
  void whoReadsABitNowAndThenIsGivenUp() throws Exception {
    try (AnswerWait wait = AnswerWait.begin(new MockHttpServletRequest(), limits)) {
      wait.goOn();
      assertThat(places.availablePermits()).isEqualTo(19);

      await()
          .untilAsserted(() -> assertThatThrownBy(wait::goOn).hasMessageContaining("too slowly"));
    }
    assertThat(places.availablePermits()).isEqualTo(20);
  }

  /** Without a limit all threads would wait for two minutes, and then for the next answers. */
  private void assertEverybodyElseIsAnswered() {
    await()
        .untilAsserted(
            () -> {
              for (int i = 0; i < 5; i++) {
                anybody.assertAnswered();
              }
            });
  }

  private Socket ask(int times, String path, String who) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(address().getHost(), address().getPort()));
    open.add(socket);
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + who + "\r\n";
    socket.getOutputStream().write(request.repeat(times).getBytes(US_ASCII));
    return socket;
  }
}
