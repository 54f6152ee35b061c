package dev.caravan.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.story.RunningCaravan;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server of the tests listens on 127.0.0.1 alone. */
class KnownHostTest extends RunningCaravan {

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "LocalHost:8080, 200",
    "127.0.0.1:1, 200",
    "[::1]:8080, 200",
    "rebound.example, 400",
    "rebound.example:8080, 400",
    "localhost.rebound.example, 400",
    "192.0.2.7, 400",
  })
  void answersToItsOwnNamesAlone(String host, int status) throws IOException {
    String answer = get("/api/v1/auth/me", " HTTP/1.1\r\nHost: " + host);

    assertThat(answer).startsWith("HTTP/1.1 " + status);
    if (status == 400) {
      assertThat(answer).contains("/headers/Host", "CARAVAN_HOSTS", "X-Content-Type-Options");
    }
  }

  @Test
  void anotherNameReachesNeitherLogInsNorHealthNorDocuments() throws IOException {
    for (String path : new String[] {"/api/v1/health", "/actuator/health", "/v3/api-docs", "/no"}) {
      assertThat(get(path, " HTTP/1.1\r\nHost: rebound.example")).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void aProbeOfHttp10NeedsNoName() throws IOException {
    assertThat(get("/actuator/health/liveness", " HTTP/1.0")).startsWith("HTTP/1.1 200");
  }

  private String get(String path, String rest) throws IOException {
    try (Socket socket = new Socket(address().getHost(), address().getPort())) {
      String call =
          "GET "
              + path
              + rest
              + "\r\nX-API-Key: "
              + BOOTSTRAP_KEY
              + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(call.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
