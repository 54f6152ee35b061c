package dev.caravan.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** This JVM among the others on the same database. */
@Component
public class Node {

  private final String name = hostName() + "-" + UUID.randomUUID().toString().substring(0, 8);
  private final Set<NodeRole> roles;

  Node(@Value("${caravan.roles:api,worker,scheduler}") String roles) {
    this.roles = NodeRole.of(roles);
  }

  /** Unique, and new at every start. */
  public String name() {
    return name;
  }

  public boolean is(NodeRole role) {
    return roles.contains(role);
  }

  Set<NodeRole> roles() {
    return roles;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "node";
    }
  }
}
