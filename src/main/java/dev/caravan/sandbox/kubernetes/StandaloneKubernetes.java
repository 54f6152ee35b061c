package dev.caravan.sandbox.kubernetes;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The simulator as a process of its own, so that Caravan can end while the cluster stands. */
public final class StandaloneKubernetes {

  private static final Logger LOG = LoggerFactory.getLogger(StandaloneKubernetes.class);

  private static final int USUAL_PORT = 18083;

  private StandaloneKubernetes() {}

  /**
   * Runs until the process is ended.
   *
   * @param args none, or {@code --port=18083}
   */
  public static void main(String... args) {
    // The thread that listens keeps the process alive.
    LOG.info("Sandbox Kubernetes on {}", start(args).url());
  }

  static SandboxKubernetes start(String... args) {
    int port = USUAL_PORT;
    for (String arg : args) {
      if (!arg.matches("--port=\\d{1,5}")) {
        throw new IllegalArgumentException(arg + " is not a port, such as --port=18083");
      }
      port = Integer.parseInt(arg.substring("--port=".length()));
    }
    return SandboxKubernetes.start(port);
  }
}
