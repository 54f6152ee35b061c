package dev.caravan.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnHostTest {

  @ParameterizedTest
  @CsvSource({
    "localhost, 204",
    "LOCALHOST:81, 204",
    "127.0.0.1:81, 204",
    "[::1]:81, 204",
    "rebound.example, 400",
    "rebound.example:81, 400",
    "localhost.rebound.example, 400",
    "127.0.0.1.rebound.example:81, 400",
    "'', 400",
  })
  void answersToItsOwnNamesAlone(String host, int status) throws IOException {
    Faults faults = new Faults();
    RequestLog log = new RequestLog(query -> query);
    try (HttpFront front = new HttpFront(0, faults, log)) {
      front.start(
          call -> Answer.empty(204),
          (call, code) -> Answer.empty(code),
          new ControlApi(faults, log, () -> {}, Map.of()));

      assertThat(statusOf(front.url(), "/api", host)).isEqualTo(status);
      assertThat(statusOf(front.url(), "/sandbox/faults", host))
          .isEqualTo(status == 204 ? 200 : 400);
    }
  }

  private static int statusOf(String url, String path, String host) throws IOException {
    URI address = URI.create(url);
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      String call = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(call.getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }
}
