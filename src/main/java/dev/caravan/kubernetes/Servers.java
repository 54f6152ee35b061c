package dev.caravan.kubernetes;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The servers that this node speaks to. */
@Component
class Servers {

  private final KubernetesProperties properties;
  private final Clock clock;
  private final Map<String, Server> servers = new ConcurrentHashMap<>();

  Servers(KubernetesProperties properties, Clock clock) {
    this.properties = properties;
    this.clock = clock;
  }

  Server of(Cluster cluster) {
    return servers.computeIfAbsent(
        cluster.server(), address -> new Server(address, properties.atOnce(), clock));
  }
}
