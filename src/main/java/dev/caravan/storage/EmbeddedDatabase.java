package dev.caravan.storage;

import dev.caravan.failure.PermanentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL, kept in the data folder, made safe against a power cut, and open to nobody but
 * this Caravan: other users of the machine find a port that asks for a password.
 */
final class EmbeddedDatabase implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final int ATTEMPTS = 10;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Seconds; a start that fails is noticed at once. */
  private static final String LONGEST_RECOVERY = "600";

  /** On the server's command line, which every user can read. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "listen_addresses", "127.0.0.1",
          "unix_socket_directories", "",
          "password_encryption", "scram-sha-256",
          "fsync", "on",
          "synchronous_commit", "on",
          "full_page_writes", "on",
          "max_connections", "100");

  private final PostgresPrograms programs;
  private final Path folder;
  private final int port;
  private final String password;

  private EmbeddedDatabase(PostgresPrograms programs, Path folder, int port, String password) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
    this.password = password;
  }

  static EmbeddedDatabase start(DataDirectory data) {
    Path folder = data.folder("postgres");
    IOException last = new IOException("not tried");
    for (int attempt = 1; attempt <= ATTEMPTS && !EarlyEnd.isEnding(); attempt++) {
      try {
        return tryStart(data, folder);
      } catch (IOException e) {
        // A postmaster that was killed with its JVM may still be letting go of the folder.
        last = e;
        log.info("PostgreSQL in {} is not up yet: {}", folder, e.getMessage());
        pause();
      }
    }
    throw PermanentFailure.configuration(
        "The embedded PostgreSQL in %s did not start (%s); DATABASE_URL can name another one"
            .formatted(folder, last.getMessage()));
  }

  private static EmbeddedDatabase tryStart(DataDirectory data, Path folder) throws IOException {
    PostgresPrograms programs =
        PostgresPrograms.in(PostgresBinaries.unpackOnce(data.folder(DataDirectory.PROGRAMS)));
    Path passwordFile = data.folder("postgres.password");
    EarlyEnd.mind(() -> endNow(programs, folder));
    endOrphan(programs, folder);
    if (!Files.exists(folder.resolve("PG_VERSION"))) {
      log.info("First start: making a PostgreSQL in {}", folder);
      Files.deleteIfExists(passwordFile);
      create(programs, folder);
    }
    String password = new DatabaseRole(folder, passwordFile).settle(programs);
    int port = data.portOf("postgres");
    Path output = data.folder("postgres.log");
    PrivateFolder.write(output, "");
    try {
      programs.run(
          "pg_ctl",
          "",
          "start",
          "-w",
          "-t",
          LONGEST_RECOVERY,
          "-s",
          "-D",
          folder.toString(),
          "-l",
          output.toString(),
          "-o",
          "-p " + port + settings());
    } catch (IOException failed) {
      throw new IOException(Files.readString(output).strip(), failed);
    }
    return new EmbeddedDatabase(programs, folder, port, password);
  }

  private static String settings() {
    return SETTINGS.entrySet().stream()
        .map(setting -> " -c %s='%s'".formatted(setting.getKey(), setting.getValue()))
        .collect(Collectors.joining());
  }

  /** Made beside its place and moved there whole: a start that is killed leaves nothing half. */
  private static void create(PostgresPrograms programs, Path folder) throws IOException {
    Path begun = folder.resolveSibling(folder.getFileName() + ".new");
    if (Files.exists(begun)) {
      PostgresBinaries.remove(begun);
    }
    programs.run("initdb", "", "-A", "reject", "-U", "postgres", "-E", "UTF-8", "-D", begun + "");
    if (Files.isDirectory(folder)) {
      // Only an empty one gives way: what lies there was never a server's data.
      Files.delete(folder);
    }
    Files.move(begun, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * A server that outlived its killed JVM is ended: it may be open in ways that this one is not.
   */
  private static void endOrphan(PostgresPrograms programs, Path folder) throws IOException {
    Path pidFile = folder.resolve("postmaster.pid");
    if (Files.exists(pidFile) && OwnProcess.of(pidFile, "postgres").isPresent()) {
      log.info("The PostgreSQL of a Caravan that was killed still runs in {}: ending it", folder);
      stop(programs, folder);
    }
  }

  /** Whatever is not written yet is in its log, from which the next start takes it. */
  private static void endNow(PostgresPrograms programs, Path folder) throws IOException {
    Path pidFile = folder.resolve("postmaster.pid");
    Optional<ProcessHandle> server = OwnProcess.of(pidFile, "postgres");
    if (server.isPresent()) {
      try {
        programs.run("pg_ctl", "", "stop", "-w", "-t", "5", "-m", "fast", "-s", "-D", folder + "");
      } catch (IOException tooSlow) {
        log.warn("The PostgreSQL in {} does not end: killing it", folder);
        server.get().destroyForcibly();
      }
    }
  }

  private static void stop(PostgresPrograms programs, Path folder) throws IOException {
    programs.run(
        "pg_ctl", "", "stop", "-w", "-t", "60", "-m", "fast", "-s", "-D", folder.toString());
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  JdbcAddress address() {
    return JdbcAddress.of("127.0.0.1", port, DatabaseRole.DATABASE, DatabaseRole.NAME, password)
        .withOption("requireAuth=scram-sha-256");
  }

  @Override
  public void close() throws IOException {
    if (Files.exists(folder.resolve("postmaster.pid"))) {
      stop(programs, folder);
    }
  }
}
