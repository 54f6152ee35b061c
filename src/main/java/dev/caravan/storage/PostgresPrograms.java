package dev.caravan.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's programs; secrets go by their input, never as an argument that all can read.
 */
final class PostgresPrograms {

  private static final long LONGEST_MINUTES = 10;

  private final Path home;
  private final List<String> before;

  private PostgresPrograms(Path home, List<String> before) {
    this.home = home;
    this.before = before;
  }

  /** PostgreSQL refuses root: there it runs in a user namespace of its own, where it is nobody. */
  static PostgresPrograms in(Path home) throws IOException {
    boolean root = System.getProperty("user.name", "").equals("root");
    return new PostgresPrograms(
        home, root && namespaceAllowed() ? List.of("unshare", "-U") : List.of());
  }

  private static boolean namespaceAllowed() {
    try {
      return !run(List.of("unshare", "-U", "id", "-u"), "").equals("0");
    } catch (IOException notAllowed) {
      return false;
    }
  }

  /** Where the program is that serves. */
  Path server() {
    return home.resolve("bin/postgres");
  }

  /** Runs a program to its end and gives what it printed; another exit than 0 is an error. */
  String run(String program, String input, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    return run(command, input);
  }

  private static String run(List<String> command, String input) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    } catch (IOException endedBefore) {
      // What it printed says why.
    }
    try (InputStream out = process.getInputStream()) {
      String printed = new String(out.readAllBytes(), UTF_8).strip();
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("%s did not end".formatted(command.get(0)));
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "%s ended with %d: %s"
                .formatted(String.join(" ", command), process.exitValue(), printed));
      }
      return printed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while PostgreSQL was started", e);
    }
  }
}
