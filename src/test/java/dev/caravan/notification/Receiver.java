package dev.caravan.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody who is told: keeps what comes and answers as it is told to, else 200. */
final class Receiver implements AutoCloseable {

  /** One request that came. */
  record Received(Headers headers, String query, String text) {

    String header(String name) {
      return String.valueOf(headers.getFirst(name));
    }

    JsonNode json() {
      try {
        return new ObjectMapper().readTree(text);
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + text, e);
      }
    }
  }

  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext("/", this::take);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks?to=caravan";
  }

  List<Received> received() {
    return received;
  }

  void answerNext(int status) {
    answers.add(status);
  }

  private void take(HttpExchange call) throws IOException {
    String text = new String(call.getRequestBody().readAllBytes(), UTF_8);
    String query = String.valueOf(call.getRequestURI().getRawQuery());
    received.add(new Received(call.getRequestHeaders(), query, text));
    Integer status = answers.poll();
    byte[] answer = "so it is".getBytes(UTF_8);
    call.sendResponseHeaders(status == null ? 200 : status, answer.length);
    call.getResponseBody().write(answer);
    call.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
