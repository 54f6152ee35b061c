package dev.caravan.kubernetes;

import dev.caravan.worker.BreakerState;
import dev.caravan.worker.Breakers;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The servers that this node speaks to. */
@Component
class Servers implements Breakers {

  private final KubernetesProperties properties;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Map<String, Server> servers = new ConcurrentHashMap<>();

  Servers(KubernetesProperties properties, Clock clock, MeterRegistry meters) {
    this.properties = properties;
    this.clock = clock;
    this.meters = meters;
  }

  Server of(Cluster cluster) {
    return servers.computeIfAbsent(cluster.server(), this::shown);
  }

  private Server shown(String address) {
    Server server = new Server(address, properties.atOnce(), clock);
    Breakers.show(meters, "kubernetes", address, () -> server.state().position());
    return server;
  }

  @Override
  public List<BreakerState> breakers() {
    return servers.values().stream().map(Server::state).toList();
  }
}
