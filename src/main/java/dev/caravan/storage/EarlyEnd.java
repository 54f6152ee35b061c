package dev.caravan.storage;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a Caravan that is told to end while it starts. Spring waits until a start is complete, which
 * may take as long as a database does not answer; here it has a moment, then nothing is left.
 */
public final class EarlyEnd {

  private static final Logger log = LoggerFactory.getLogger(EarlyEnd.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** As the shell counts an end by SIGTERM. */
  private static final int TERMINATED = 143;

  private static final CountDownLatch STARTED = new CountDownLatch(1);
  private static final List<ServerEnd> SERVERS = new CopyOnWriteArrayList<>();
  private static volatile boolean ending;

  private EarlyEnd() {}

  /** Ends a server that may or may not run yet. */
  interface ServerEnd {
    void end() throws Exception;
  }

  /** Starts something that is to be ended early where the machine or its people want that. */
  public static void during(Runnable start) {
    Runtime.getRuntime().addShutdownHook(new Thread(EarlyEnd::endUnlessStarted, "early-end"));
    try {
      start.run();
    } finally {
      STARTED.countDown();
    }
  }

  /** Whether no server may be started any more. */
  static boolean isEnding() {
    return ending;
  }

  /** Before the server is started, so that there is no moment in which nobody knows of it. */
  static void mind(ServerEnd server) {
    SERVERS.add(server);
  }

  private static void endUnlessStarted() {
    try {
      if (STARTED.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.warn("Told to end while starting: ending without having started");
    ending = true;
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    SERVERS.forEach(EarlyEnd::end);
    Runtime.getRuntime().halt(TERMINATED);
  }

  private static void end(ServerEnd server) {
    try {
      server.end();
    } catch (Exception e) {
      log.error("A server that was being started may still run: {}", e.toString());
    }
  }
}
