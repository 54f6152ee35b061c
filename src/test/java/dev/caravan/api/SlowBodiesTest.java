package dev.caravan.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.story.Answer;
import dev.caravan.story.HttpCaller;
import dev.caravan.story.RunningCaravan;
import dev.caravan.story.Unhurried;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** Callers that send slowly, too much, or nothing at all, on the real server. */
@TestPropertySource(
    properties = {
      "caravan.api.body-time=3s",
      "server.tomcat.connection-timeout=2s",
      "server.tomcat.keep-alive-timeout=2s"
    })
class SlowBodiesTest extends RunningCaravan {

  private static final int MANY = 300;
  private static final String LENGTH = "Content-Length: 60000\r\n";
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

  private final List<Socket> open = new ArrayList<>();
  private final ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();

  private final List<Future<?>> drips = new ArrayList<>();

  private Unhurried anonymous;
  private Unhurried known;

  @BeforeEach
  void measure() {
    anonymous = Unhurried.measured(() -> nobody().get("/actuator/health/liveness"));
    HttpCaller caller = nobody().with("X-API-Key", BOOTSTRAP_KEY);
    known = Unhurried.measured(() -> caller.get("/api/v1/auth/me"));
  }

  @AfterEach
  void closeAll() throws IOException {
    drips.forEach(each -> each.cancel(false));
    drip.shutdownNow();
    for (Socket each : open) {
      each.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /api/v1/auth/token",
        "POST /api/v1/users",
        "GET /api/v1/health",
        "PUT /api/v1/%zz",
        "DELETE /nowhere"
      })
  void bodiesOfStrangersThatTrickleKeepNobodyOut(String call) throws Exception {
    for (int i = 0; i < MANY; i++) {
      say(open(), head(call, i % 2 == 0 ? LENGTH : CHUNKED));
    }
    drip(i -> i % 2 == 0 ? " " : "1\r\n \r\n");

    assertEverybodyElseIsAnswered();
  }

  @Test
  void formsThatTrickleKeepNobodyOut() throws Exception {
    for (int i = 0; i < MANY; i++) {
      String type =
          i % 2 == 0
              ? "Content-Type: application/x-www-form-urlencoded\r\n"
              : "Content-Type: multipart/form-data; boundary=x\r\n";
      say(open(), "POST /api/v1/users HTTP/1.1\r\nHost: localhost\r\n" + type + LENGTH + "\r\n");
    }
    drip(i -> "a");

    assertEverybodyElseIsAnswered();
  }

  @Test
  void bodiesOfKnownCallersThatTrickleKeepNobodyOut() throws Exception {
    String key = "X-API-Key: " + BOOTSTRAP_KEY + "\r\n";
    for (int i = 0; i < MANY; i++) {
      say(open(), head("POST /api/v1/users", key + (i % 2 == 0 ? LENGTH : CHUNKED)));
    }
    drip(i -> i % 2 == 0 ? " " : "1\r\n \r\n");

    assertEverybodyElseIsAnswered();
  }

  @Test
  void headersThatTrickleAndSilenceKeepNobodyOut() throws Exception {
    for (int i = 0; i < MANY; i++) {
      Socket socket = open();
      if (i % 2 == 0) {
        say(socket, "GET /api/v1/auth/me HTTP/1.1\r\nHost: localhost\r\nX-Long: ");
      }
    }
    drip(i -> i % 2 == 0 ? "x" : "");

    assertEverybodyElseIsAnswered();
  }

  /** What has arrived is read without a place among those that are waited for. */
  @Test
  void aLogInThatIsSentWholeGetsThroughWhileOthersTrickle() throws Exception {
    for (int i = 0; i < MANY; i++) {
      say(open(), head("POST /api/v1/auth/token", LENGTH));
    }
    drip(i -> " ");
    String login = "{\"username\": \"admin\", \"password\": \"%s\"}".formatted(ADMIN_PASSWORD);

    Socket socket = open();
    String length = "Content-Length: " + login.length() + "\r\n";
    say(socket, head("POST /api/v1/auth/token", length) + login);

    assertThat(answer(socket)).startsWith("HTTP/1.1 200");
  }

  @Test
  void aBodyThatTakesTooLongIsGivenUp() throws Exception {
    String key = "X-API-Key: " + BOOTSTRAP_KEY + "\r\n";
    say(open(), head("POST /api/v1/users", key + LENGTH));
    drip(i -> " ");

    String answer = answer(open.get(0));

    assertThat(answer).startsWith("HTTP/1.1 408").contains("Connection: close", "TimeoutError");
    assertThat(isClosed(open.get(0))).isTrue();
  }

  @Test
  void moreThanThePlacesAreToldToComeAgain() throws Exception {
    for (int i = 0; i < 60; i++) {
      say(open(), head("POST /api/v1/auth/token", LENGTH));
    }
    drip(i -> " ");

    List<String> answers = new ArrayList<>();
    for (Socket each : open) {
      answers.add(answer(each));
    }

    assertThat(answers)
        .filteredOn(each -> each.startsWith("HTTP/1.1 503"))
        .hasSize(40)
        .allSatisfy(each -> assertThat(each).contains("Retry-After: 1", "Connection: close"));
    assertThat(answers).filteredOn(each -> each.startsWith("HTTP/1.1 408")).hasSize(20);
  }

  @Test
  void aStrangerMaySendLittle() throws Exception {
    Answer announced = nobody().post("/api/v1/auth/token", Map.of("username", "x".repeat(70_000)));
    Socket chunked = open();
    say(chunked, head("POST /api/v1/auth/token", CHUNKED) + "11170\r\n" + " ".repeat(70_000));

    assertThat(announced.status()).isEqualTo(413);
    assertThat(announced.json().at("/details/limit").asLong()).isEqualTo(65_536);
    assertThat(announced.header("Connection")).isEqualTo("close");
    assertThat(answer(chunked)).startsWith("HTTP/1.1 413").contains("Connection: close");
  }

  /** The body comes in a packet of its own, after the answer was known. */
  @Test
  void aConnectionOutlivesARefusedCallWhoseBodyIsSmall() throws Exception {
    Socket socket = open();
    for (int i = 0; i < 3; i++) {
      say(socket, head("POST /api/v1/users", "Content-Length: 5\r\n"));
      say(socket, "{   }");

      assertThat(answer(socket)).startsWith("HTTP/1.1 401").doesNotContain("Connection: close");
    }
  }

  @Test
  void aConnectionThatEndsSaysSo() throws Exception {
    Socket large = open();
    say(large, head("POST /api/v1/users", "Content-Length: 70000\r\n") + "{");
    Socket slow = open();
    say(slow, head("POST /api/v1/users", LENGTH) + "{");
    Socket asking = open();
    say(asking, head("POST /api/v1/users", "Expect: 100-continue\r\n" + LENGTH));

    for (Socket each : List.of(large, slow, asking)) {
      assertThat(answer(each)).startsWith("HTTP/1.1 401").contains("Connection: close");
      assertThat(isClosed(each)).isTrue();
    }
  }

  @Test
  void whoAsksBeforeSendingIsAnsweredOnceTheBodyIsWanted() throws Exception {
    Socket socket = open();
    String key = "X-API-Key: " + BOOTSTRAP_KEY + "\r\n";
    String asking = "Expect: 100-continue\r\nContent-Length: 2\r\n";
    say(socket, head("POST /api/v1/users", key + asking));

    String goOn = "HTTP/1.1 100 \r\n\r\n";
    assertThat(socket.getInputStream().readNBytes(goOn.length()))
        .asString(US_ASCII)
        .isEqualTo(goOn);
    say(socket, "{}");

    assertThat(answer(socket)).startsWith("HTTP/1.1 400").contains("/username");
  }

  @Test
  void whoSendsNothingIsNotWaitedForForEver() throws Exception {
    Socket silent = open();
    Socket half = open();
    say(half, "GET /api/v1/health HTTP/1.1\r\nHost:");
    Socket kept = open();
    say(kept, "GET /actuator/health/liveness HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(answer(kept)).startsWith("HTTP/1.1 200");

    for (Socket each : List.of(silent, half, kept)) {
      assertThat(isClosed(each)).isTrue();
    }
  }

  private void assertEverybodyElseIsAnswered() {
    // The first waits behind what came in one moment, which a slow machine takes its time for.
    assertThat(nobody().get("/actuator/health/liveness").status()).isEqualTo(200);
    for (int i = 0; i < 5; i++) {
      anonymous.assertAnswered();
      known.assertAnswered();
    }
  }

  private static String head(String call, String headers) {
    return call
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + headers
        + "\r\n";
  }

  private Socket open() throws IOException {
    Socket socket = new Socket(address().getHost(), address().getPort());
    socket.setSoTimeout(20_000);
    open.add(socket);
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  /** Sends a little more on every connection, five times a second. */
  private void drip(IntFunction<String> more) {
    List<Socket> all = List.copyOf(open);
    drips.add(
        drip.scheduleAtFixedRate(
            () -> {
              for (int i = 0; i < all.size(); i++) {
                try {
                  say(all.get(i), more.apply(i));
                } catch (IOException closed) {
                  // It was refused.
                }
              }
            },
            0,
            200,
            TimeUnit.MILLISECONDS));
  }

  /** The next answer's status line, headers and, up to its announced length, body. */
  private static String answer(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII), 1);
    StringBuilder text = new StringBuilder();
    int length = -1;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      text.append(line).append('\n');
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring(16));
      }
    }
    if (length < 0 && !text.toString().contains("chunked")) {
      in.lines().forEach(text::append);
    } else if (length < 0) {
      for (int size = chunk(in); size > 0; size = chunk(in)) {
        read(in, size, text);
        in.readLine();
      }
    } else {
      read(in, length, text);
    }
    return text.toString();
  }

  private static int chunk(BufferedReader in) throws IOException {
    String size = in.readLine();
    int length = size == null || size.isEmpty() ? 0 : Integer.parseInt(size, 16);
    if (length == 0 && size != null) {
      in.readLine();
    }
    return length;
  }

  private static void read(BufferedReader in, int length, StringBuilder into) throws IOException {
    for (int i = 0; i < length; i++) {
      into.append((char) in.read());
    }
  }

  private static boolean isClosed(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }
}
