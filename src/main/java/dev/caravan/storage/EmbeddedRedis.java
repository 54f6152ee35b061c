package dev.caravan.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.RedisServer;

/** A real Redis beside the embedded PostgreSQL; without it Caravan is slower, not broken. */
final class EmbeddedRedis implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);

  private final Optional<RedisServer> server;
  private final int port;

  private EmbeddedRedis(Optional<RedisServer> server, int port) {
    this.server = server;
    this.port = port;
  }

  static EmbeddedRedis start(DataDirectory data) {
    int port = data.portOf("redis");
    try {
      return new EmbeddedRedis(Optional.of(tryStart(data.folder("redis"), port)), port);
    } catch (IOException | RuntimeException e) {
      log.warn("The embedded Redis did not start, going on without a cache: {}", e.getMessage());
      return new EmbeddedRedis(Optional.empty(), port);
    }
  }

  private static RedisServer tryStart(Path folder, int port) throws IOException {
    Files.createDirectories(folder);
    endOrphan(port, folder);
    RedisServer server =
        RedisServer.newRedisServer()
            .port(port)
            .bind("127.0.0.1")
            .setting("dir " + folder)
            .setting("save 60 1")
            .setting("maxmemory 256mb")
            .setting("maxmemory-policy allkeys-lru")
            .build();
    server.start();
    return server;
  }

  /** A server left behind by a killed JVM is asked to stop, if it works in our folder. */
  private static void endOrphan(int port, Path folder) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(2000);
      socket.getOutputStream().write("CONFIG GET dir\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[4096];
      int length = Math.max(0, socket.getInputStream().read(answer));
      if (new String(answer, 0, length, StandardCharsets.UTF_8).contains(folder.toString())) {
        socket.getOutputStream().write("SHUTDOWN SAVE\r\n".getBytes(StandardCharsets.US_ASCII));
        log.debug("An orphan Redis answered its end with {}", socket.getInputStream().read());
      }
    } catch (IOException nobodyThere) {
      log.debug("No Redis left behind on port {}", port);
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    if (server.isPresent()) {
      server.get().stop();
    }
  }
}
