package dev.caravan.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on loopback, hands requests on, and lets happen what the faults ask for. */
public final class HttpFront implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);

  private static final Pattern OWN_HOST =
      Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]*)?", Pattern.CASE_INSENSITIVE);

  private final HttpServer server;
  private final ExecutorService threads;
  private final Faults faults;
  private final RequestLog log;

  /**
   * @param port on 127.0.0.1; 0 takes a free one
   */
  public HttpFront(int port, Faults faults, RequestLog log) throws IOException {
    // Without it every answer on a kept connection waits 40 ms for the delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    this.faults = faults;
    this.log = log;
    server = listening(port);
    threads = Executors.newCachedThreadPool(HttpFront::daemon);
    server.setExecutor(threads);
  }

  private static HttpServer listening(int port) throws IOException {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (BindException taken) {
      BindException named =
          new BindException("127.0.0.1:%d: %s".formatted(port, taken.getMessage()));
      named.initCause(taken);
      throw named;
    }
  }

  /** Where it listens, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * Begins to answer.
   *
   * @param refusals what a request of this status, by a fault, is answered
   */
  public void start(
      Function<Call, Answer> api, BiFunction<Call, Integer, Answer> refusals, ControlApi control) {
    server.createContext("/", known(exchange -> handle(exchange, api, refusals)));
    server.createContext(
        ControlApi.PREFIX,
        known(exchange -> send(exchange, safely(control::answer, call(exchange)))));
    server.start();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "sandbox-http");
    thread.setDaemon(true);
    return thread;
  }

  /** Web pages of any name could call what listens on this machine, if their names led here. */
  private static HttpHandler known(HttpHandler handler) {
    return exchange -> {
      if (OWN_HOST.matcher(host(exchange)).matches()) {
        handler.handle(exchange);
      } else {
        send(exchange, Answer.detail(400, "The sandbox answers to localhost alone"));
      }
    };
  }

  private static String host(HttpExchange exchange) {
    String sent = exchange.getRequestHeaders().getFirst("Host");
    return sent == null ? "localhost" : sent;
  }

  private void handle(
      HttpExchange exchange, Function<Call, Answer> api, BiFunction<Call, Integer, Answer> refusals)
      throws IOException {
    Call call = call(exchange);
    log.add(call);
    Optional<Fault> hit = faults.hitting(call);
    if (hit.isEmpty()) {
      send(exchange, safely(api, call));
      return;
    }
    Fault fault = hit.get();
    if (fault.effect() == Effect.DELAY) {
      pause(fault.millis());
    }
    Answer answer = fault.effect().works() ? safely(api, call) : refusal(call, fault, refusals);
    if (fault.effect().drops()) {
      exchange.close();
      return;
    }
    send(exchange, fault.effect() == Effect.STATUS_AFTER ? refusal(call, fault, refusals) : answer);
  }

  private static Answer refusal(
      Call call, Fault fault, BiFunction<Call, Integer, Answer> refusals) {
    int status = fault.effect() == Effect.LIMIT ? 413 : fault.status();
    Answer answer = refusals.apply(call, status);
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
        new String(exchange.getRequestBody().readAllBytes(), charset(headers)),
        UUID.randomUUID());
  }

  /** Files are bytes: each of them is one character, so that none is lost. */
  private static Charset charset(Map<String, String> headers) {
    return Multipart.is(headers.getOrDefault("content-type", ""))
        ? StandardCharsets.ISO_8859_1
        : StandardCharsets.UTF_8;
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    try (exchange) {
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      Answer.Streamed streamed = answer.streamed();
      if (streamed != null) {
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), 0);
        try (OutputStream out = exchange.getResponseBody()) {
          out.flush();
          streamed.writeTo(out);
        }
        return;
      }
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
