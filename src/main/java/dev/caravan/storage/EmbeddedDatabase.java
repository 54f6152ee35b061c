package dev.caravan.storage;

import dev.caravan.failure.PermanentFailure;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A real PostgreSQL, kept in the data folder and made safe against a power cut. */
final class EmbeddedDatabase implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final int ATTEMPTS = 10;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final EmbeddedPostgres server;

  private EmbeddedDatabase(EmbeddedPostgres server) {
    this.server = server;
  }

  static EmbeddedDatabase start(DataDirectory data) {
    Path folder = data.folder("postgres");
    int port = data.portOf("postgres");
    IOException last = new IOException("not tried");
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        return new EmbeddedDatabase(tryStart(folder, port));
      } catch (IOException | IllegalStateException e) {
        // A postmaster that was killed with its JVM may still be letting go of the folder.
        last = new IOException(e);
        log.info("PostgreSQL in {} is not up yet: {}", folder, e.getMessage());
        pause();
      }
    }
    throw PermanentFailure.configuration(
        "The embedded PostgreSQL in %s did not start on port %d (%s); DATABASE_URL can name another one"
            .formatted(folder, port, last.getMessage()));
  }

  private static EmbeddedPostgres tryStart(Path folder, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setPort(port)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("max_connections", "100")
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setPGStartupWait(Duration.ofSeconds(30))
        .start();
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  JdbcAddress address() {
    return JdbcAddress.of("127.0.0.1", server.getPort(), "postgres", "postgres", "postgres");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
