package dev.caravan.sandbox.netbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.sandbox.netbox.Faults.Effect;
import dev.caravan.sandbox.netbox.Faults.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on loopback, hands requests on, and lets happen what the faults ask for. */
final class HttpFront implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);

  private final HttpServer server;
  private final ExecutorService threads;
  private final Faults faults;
  private final RequestLog log;

  HttpFront(int port, Faults faults, RequestLog log) throws IOException {
    // Without it every answer on a kept connection waits 40 ms for the delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    this.faults = faults;
    this.log = log;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    threads = Executors.newCachedThreadPool(HttpFront::daemon);
    server.setExecutor(threads);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void start(Function<Call, Answer> api, Function<Call, Answer> control) {
    server.createContext("/", exchange -> handle(exchange, api));
    server.createContext(
        ControlApi.PREFIX, exchange -> send(exchange, safely(control, call(exchange))));
    server.start();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "sandbox-netbox");
    thread.setDaemon(true);
    return thread;
  }

  private void handle(HttpExchange exchange, Function<Call, Answer> api) throws IOException {
    Call call = call(exchange);
    log.add(call);
    Optional<Fault> fault = faults.hitting(call);
    Effect effect = fault.map(Fault::effect).orElse(null);
    if (effect == Effect.DELAY) {
      pause(fault.get().millis());
    }
    if (effect == Effect.DROP_BEFORE) {
      exchange.close();
      return;
    }
    Answer answer =
        effect == Effect.STATUS || effect == Effect.LIMIT
            ? refusal(fault.get())
            : safely(api, call);
    if (effect == Effect.DROP_AFTER) {
      exchange.close();
      return;
    }
    send(exchange, answer);
  }

  private static Answer refusal(Fault fault) {
    int status = fault.effect() == Effect.LIMIT ? 413 : fault.status();
    Answer answer = Answer.html(status, status + " by request of a test");
    return fault.retryAfter() < 0
        ? answer
        : answer.with("Retry-After", Integer.toString(fault.retryAfter()));
  }

  private static Answer safely(Function<Call, Answer> api, Call call) {
    try {
      return api.apply(call);
    } catch (RuntimeException e) {
      LOG.error("{} {}", call.method(), call.path(), e);
      return Answer.detail(500, "The sandbox itself is broken: " + e);
    }
  }

  private static Call call(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
      headers.put(header.getKey().toLowerCase(Locale.ROOT), String.join(", ", header.getValue()));
    }
    String query = exchange.getRequestURI().getRawQuery();
    return new Call(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        query == null ? "" : query,
        Query.parse(query),
        headers,
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
        UUID.randomUUID());
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    try (exchange) {
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      if (body.length == 0) {
        exchange.sendResponseHeaders(answer.status(), -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        if (!head) {
          out.write(body);
        }
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
