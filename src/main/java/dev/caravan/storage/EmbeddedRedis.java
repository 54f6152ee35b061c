package dev.caravan.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis beside the embedded PostgreSQL; without it Caravan is slower, not broken. Who does
 * not know the password of this start can do nothing, and who does can neither run scripts, which
 * this version of Redis has known holes in, nor change the server.
 */
final class EmbeddedRedis implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final String PROGRAM = "redis-server";
  private static final String USER = "caravan";

  /**
   * What it saves is for its own user alone, and Ctrl-C reaches it through Caravan alone; the
   * program takes the shell's place.
   */
  private static final String COMMAND =
      """
      umask 077
      if command -v setsid > /dev/null; then exec setsid "$0" "$1"; else exec "$0" "$1"; fi
      """;

  /** A port that nobody listens on: where our server did not start, no other gets the password. */
  private static final int NOWHERE = 1;

  private final Optional<RedisServer> server;
  private final Optional<ProcessHandle> process;
  private final RedisEndpoint endpoint;

  private EmbeddedRedis(
      Optional<RedisServer> server, Optional<ProcessHandle> process, RedisEndpoint endpoint) {
    this.server = server;
    this.process = process;
    this.endpoint = endpoint;
  }

  static EmbeddedRedis start(DataDirectory data) {
    String password = random();
    try {
      Path folder = PrivateFolder.make(data.folder("redis"));
      endOrphan(folder);
      endOpenOrphan(data.folder("redis.port"), folder);
      int port = data.portOf("redis");
      RedisServer server = server(data, folder, port, password);
      EarlyEnd.mind(() -> endOrphan(folder));
      server.start();
      Optional<ProcessHandle> process = OwnProcess.of(pidFile(folder), PROGRAM);
      return new EmbeddedRedis(
          Optional.of(server), process, RedisEndpoint.local(port, USER, password));
    } catch (IOException | RuntimeException e) {
      log.warn("The embedded Redis did not start, going on without a cache: {}", e.getMessage());
      return new EmbeddedRedis(
          Optional.empty(), Optional.empty(), RedisEndpoint.local(NOWHERE, USER, ""));
    }
  }

  private static RedisServer server(DataDirectory data, Path folder, int port, String password)
      throws IOException {
    Path programs = PrivateFolder.make(data.folder(DataDirectory.PROGRAMS));
    Path program = ExecutableProvider.newJarResourceProvider(programs.toFile()).get().toPath();
    PrivateFolder.makeExecutable(program);
    Path settings = folder.resolve("redis.conf");
    PrivateFolder.write(settings, settings(folder, port, password));
    return new RedisServer(
        port, List.of("/bin/sh", "-c", COMMAND, program + "", settings + ""), false);
  }

  private static String settings(Path folder, int port, String password) {
    return """
    port %d
    bind 127.0.0.1
    dir "%s"
    pidfile "%s"
    daemonize no
    save 60 1
    stop-writes-on-bgsave-error no
    maxmemory 256mb
    maxmemory-policy allkeys-lru
    user default off
    user %s on >%s ~* &* +@all -@admin -@dangerous -@scripting +info
    """
        .formatted(port, folder, pidFile(folder), USER, password);
  }

  private static Path pidFile(Path folder) {
    return folder.resolve("redis.pid");
  }

  /** A server left behind by a killed JVM keeps what it holds and ends. */
  private static void endOrphan(Path folder) throws IOException {
    Optional<ProcessHandle> orphan = OwnProcess.of(pidFile(folder), PROGRAM);
    if (orphan.isPresent()) {
      log.info("The Redis of a Caravan that was killed still runs in {}: ending it", folder);
      end(orphan.get());
    }
  }

  /** One that cannot save, because its folder is gone, does not end by itself. */
  private static void end(ProcessHandle process) throws IOException {
    process.destroy();
    if (!isGone(process)) {
      log.warn("The embedded Redis did not end within {}: killing it", PATIENCE);
      process.destroyForcibly();
      if (!isGone(process)) {
        throw new IOException("The Redis with id %d does not end".formatted(process.pid()));
      }
    }
  }

  private static boolean isGone(ProcessHandle process) throws IOException {
    try {
      process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while Redis was ended", e);
    }
  }

  /** One of an older version wrote no file; it takes commands from anybody and so from us. */
  private static void endOpenOrphan(Path portFile, Path folder) {
    try {
      int port = Integer.parseInt(Files.readString(portFile).strip());
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(2000);
        socket.getOutputStream().write("CONFIG GET dir\r\n".getBytes(US_ASCII));
        byte[] answer = new byte[4096];
        int length = Math.max(0, socket.getInputStream().read(answer));
        if (new String(answer, 0, length, UTF_8).contains(folder.toString())) {
          socket.getOutputStream().write("SHUTDOWN SAVE\r\n".getBytes(US_ASCII));
          log.debug("An open Redis answered its end with {}", socket.getInputStream().read());
        }
      }
    } catch (IOException | NumberFormatException nobodyThere) {
      log.debug("No open Redis left behind in {}", folder);
    }
  }

  private static String random() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  RedisEndpoint endpoint() {
    return endpoint;
  }

  @Override
  public void close() throws IOException {
    if (process.isPresent()) {
      end(process.get());
    }
    if (server.isPresent()) {
      server.get().stop();
    }
  }
}
