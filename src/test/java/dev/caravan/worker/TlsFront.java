package dev.caravan.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Puts TLS before an HTTP server, as a reverse proxy does, with a certificate of its own making.
 */
public final class TlsFront implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<InetSocketAddress> callers = ConcurrentHashMap.newKeySet();
  private final HttpsServer server;
  private final Path certificate;
  private final String behind;

  private TlsFront(HttpsServer server, Path certificate, String behind) {
    this.server = server;
    this.certificate = certificate;
    this.behind = behind;
  }

  /**
   * Starts on a free port of loopback.
   *
   * @param behind the address of the server that answers
   * @param name what the certificate is made out to, such as {@code ip:127.0.0.1}
   */
  public static TlsFront before(String behind, String name) {
    return before(behind, name, null);
  }

  /**
   * Starts on a free port of loopback, and demands that callers show a certificate.
   *
   * @param callers whose certificate is believed; null demands none
   */
  public static TlsFront before(String behind, String name, @Nullable OwnCertificate callers) {
    try {
      return started(behind, name, callers);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TlsFront started(String behind, String name, @Nullable OwnCertificate callers)
      throws IOException, GeneralSecurityException {
    OwnCertificate own = OwnCertificate.of("EC", "san=" + name);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(demanding(own.context(callers), callers != null));
    TlsFront front = new TlsFront(server, own.certificate(), behind);
    server.setExecutor(front.threads);
    server.createContext("/", front::pass);
    server.start();
    return front;
  }

  private static HttpsConfigurator demanding(SSLContext context, boolean certificates) {
    return new HttpsConfigurator(context) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters tls = context.getDefaultSSLParameters();
        tls.setNeedClientAuth(certificates);
        parameters.setSSLParameters(tls);
      }
    };
  }

  private void pass(HttpExchange exchange) throws IOException {
    callers.add(exchange.getRemoteAddress());
    try (exchange) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(behind + exchange.getRequestURI()));
      for (String header : List.of("Authorization", "Content-Type", "Accept")) {
        exchange
            .getRequestHeaders()
            .getOrDefault(header, List.of())
            .forEach(value -> request.header(header, value));
      }
      byte[] body = exchange.getRequestBody().readAllBytes();
      request.method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
      HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      long length = answer.headers().firstValueAsLong("Content-Length").orElse(0);
      boolean parts = answer.headers().firstValue("Transfer-Encoding").isPresent();
      exchange.sendResponseHeaders(answer.statusCode(), length == 0 && !parts ? -1 : length);
      passOn(answer.body(), exchange.getResponseBody());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Each piece as it comes. */
  private static void passOn(InputStream from, OutputStream to) throws IOException {
    try (from) {
      byte[] piece = new byte[8192];
      to.flush();
      for (int size = from.read(piece); size >= 0; size = from.read(piece)) {
        to.write(piece, 0, size);
        to.flush();
      }
    }
  }

  /** The certificate as a PEM file. */
  public Path certificate() {
    return certificate;
  }

  /** How many connections have carried requests. */
  public int connections() {
    return callers.size();
  }

  public String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
