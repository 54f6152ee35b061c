package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The simulator as a process of its own, so that Caravan can end while the cloud stands. */
public final class StandaloneOpenStack {

  private static final Logger LOG = LoggerFactory.getLogger(StandaloneOpenStack.class);

  private static final int USUAL_PORT = 18082;

  private StandaloneOpenStack() {}

  /**
   * Runs until the process is ended.
   *
   * @param args such as {@code --port=18082 --build-time=3}: a port, and any of the settings in
   *     seconds
   */
  public static void main(String... args) {
    // The thread that listens keeps the process alive.
    LOG.info("Sandbox OpenStack on {}", start(args).authUrl());
  }

  static SandboxOpenStack start(String... args) {
    ObjectNode given = JsonNodeFactory.instance.objectNode();
    List.of(args).forEach(arg -> put(given, arg));
    int port = given.path("port").asInt(USUAL_PORT);
    return SandboxOpenStack.start(port, Settings.quick().with(given));
  }

  private static void put(ObjectNode given, String arg) {
    ObjectNode known = Settings.quick().asJson().put("port", USUAL_PORT);
    String[] parts = arg.split("=", 2);
    String name = parts[0].replaceFirst("^--", "").replace('-', '_');
    if (parts.length != 2 || !known.has(name) || !parts[1].matches("\\d+(\\.\\d+)?")) {
      throw new IllegalArgumentException(
          "%s is not one of %s with a number, such as --port=18082 --build-time=3"
              .formatted(arg, known.properties().stream().map(each -> each.getKey()).toList()));
    }
    given.put(name, new BigDecimal(parts[1]));
  }
}
