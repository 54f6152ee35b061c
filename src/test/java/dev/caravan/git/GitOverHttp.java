package dev.caravan.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;

/** A git server over HTTP (smart protocol) that wants a token, and may break off its answers. */
public final class GitOverHttp implements AutoCloseable {

  private final Repository repository;
  private final Set<String> let = ConcurrentHashMap.newKeySet();
  private final HttpServer server;
  private volatile int breakOffAfter = Integer.MAX_VALUE;
  private volatile boolean readOnly;
  private volatile Consumer<Collection<ReceiveCommand>> beforeReceiving = commands -> {};
  private final AtomicInteger packsSent = new AtomicInteger();

  public GitOverHttp(Repository repository, String token) throws IOException {
    this.repository = repository;
    let(token);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/library.git/info/refs", exchange -> answer(exchange, true));
    server.createContext("/library.git/git-upload-pack", exchange -> answer(exchange, false));
    server.createContext("/library.git/git-receive-pack", exchange -> answer(exchange, false));
    server.start();
  }

  /** Lets in whoever has this token too. */
  public void let(String token) {
    let.add("Basic " + Base64.getEncoder().encodeToString(("oauth2:" + token).getBytes(UTF_8)));
  }

  /** Answers end after so many bytes from now on. */
  public void breakOffAfter(int bytes) {
    breakOffAfter = bytes;
  }

  /** Nobody may push from now on. */
  void readOnly() {
    readOnly = true;
  }

  /** Looks at every push before it counts, and may refuse it. */
  void beforeReceiving(Consumer<Collection<ReceiveCommand>> look) {
    beforeReceiving = look;
  }

  public int packsSent() {
    return packsSent.get();
  }

  public String url() {
    return "http://127.0.0.1:%d/library.git".formatted(server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange, boolean advertise) throws IOException {
    try (exchange) {
      String login = exchange.getRequestHeaders().getFirst("Authorization");
      if (login == null || !let.contains(login)) {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      boolean push = exchange.getRequestURI().toString().contains("git-receive-pack");
      if (push && readOnly) {
        exchange.sendResponseHeaders(403, -1);
        return;
      }
      String what =
          (push ? "receive" : "upload") + "-pack-" + (advertise ? "advertisement" : "result");
      exchange.getResponseHeaders().add("Content-Type", "application/x-git-" + what);
      byte[] body =
          push
              ? receive(exchange, advertise)
              : advertise ? advertisement(exchange) : upload(exchange);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body, 0, Math.min(body.length, breakOffAfter));
    } catch (IOException brokenOff) {
      exchange.close();
    }
  }

  private UploadPack pack(@Nullable String protocol) {
    UploadPack pack = new UploadPack(repository);
    pack.setBiDirectionalPipe(false);
    pack.setExtraParameters(protocol == null ? List.of() : List.of(protocol));
    return pack;
  }

  private byte[] advertisement(HttpExchange exchange) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (UploadPack pack = pack(exchange.getRequestHeaders().getFirst("Git-Protocol"))) {
      pack.sendAdvertisedRefs(
          new PacketLineOutRefAdvertiser(new PacketLineOut(bytes)), "git-upload-pack");
    }
    return bytes.toByteArray();
  }

  private byte[] upload(HttpExchange exchange) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    InputStream raw = exchange.getRequestBody();
    try (UploadPack pack = pack(exchange.getRequestHeaders().getFirst("Git-Protocol"));
        InputStream in = zipped ? new GZIPInputStream(raw) : raw) {
      pack.uploadWithExceptionPropagation(in, bytes, null);
      packsSent.addAndGet(pack.getStatistics() == null ? 0 : 1);
    }
    return bytes.toByteArray();
  }

  private byte[] receive(HttpExchange exchange, boolean advertise) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ReceivePack pack = new ReceivePack(repository);
    pack.setBiDirectionalPipe(false);
    pack.setPreReceiveHook((receiving, commands) -> beforeReceiving.accept(commands));
    if (advertise) {
      PacketLineOut lines = new PacketLineOut(bytes);
      lines.writeString("# service=git-receive-pack\n");
      lines.end();
      pack.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
      return bytes.toByteArray();
    }
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    InputStream raw = exchange.getRequestBody();
    try (InputStream in = zipped ? new GZIPInputStream(raw) : raw) {
      pack.receive(in, bytes, null);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
