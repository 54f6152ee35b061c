package dev.caravan.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** This JVM among the others on the same database. */
@Component
public class Node {

  private final String name = hostName() + "-" + UUID.randomUUID().toString().substring(0, 8);

  /** Unique, and new at every start. */
  public String name() {
    return name;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "node";
    }
  }
}
