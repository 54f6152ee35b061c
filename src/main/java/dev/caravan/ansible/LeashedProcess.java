package dev.caravan.ansible;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command in a process group of its own that cannot outlive us: {@code leash.sh} stands between,
 * and ends all of the group when the pipe closes that we hold, or that died with us.
 */
final class LeashedProcess {

  private static final int GRACE_SECONDS = 5;

  private final Process leash;

  private LeashedProcess(Process leash) {
    this.leash = leash;
  }

  /**
   * Starts a command.
   *
   * @param script leash.sh
   * @param mark is not secret, and unlike that of any other run
   * @param environment all that the command sees
   * @param folder where it works
   */
  static LeashedProcess start(
      Path script, String mark, List<String> command, Map<String, String> environment, Path folder)
      throws IOException {
    List<String> line = new ArrayList<>(List.of("setsid", "sh", script.toString()));
    line.add(Integer.toString(GRACE_SECONDS));
    line.add(mark);
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new LeashedProcess(builder.start());
  }

  /** What it prints, errors included. */
  InputStream output() {
    return leash.getInputStream();
  }

  boolean endsWithin(Duration time) throws InterruptedException {
    return leash.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  int exitCode() {
    return leash.exitValue();
  }

  /** Ends it with all of its descendants: first by asking, then by force. */
  void end() {
    try {
      leash.getOutputStream().close();
      if (!leash.waitFor(GRACE_SECONDS + 5L, TimeUnit.SECONDS)) {
        leash.destroyForcibly();
      }
    } catch (IOException gone) {
      leash.destroyForcibly();
    } catch (InterruptedException e) {
      // The pipe is closed, so the end comes without us.
      Thread.currentThread().interrupt();
    }
  }
}
