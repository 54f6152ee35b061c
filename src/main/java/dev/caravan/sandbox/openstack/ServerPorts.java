package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The ports of servers: those that Nova makes go with the server, those of clients stay. */
final class ServerPorts {

  private static final String OWNER = "compute:nova";

  private final NeutronStore neutron;
  private final Resources resources;
  private final Set<String> madeByNova = new HashSet<>();

  ServerPorts(NeutronStore neutron, Resources resources) {
    this.neutron = neutron;
    this.resources = resources;
  }

  Set<String> madeByNova() {
    return madeByNova;
  }

  /** Ports of before a restart: those whose server is gone meanwhile go, too. */
  void restore(List<String> made, ServerStore servers) {
    madeByNova.addAll(made);
    servers.ever().stream()
        .filter(server -> server.state() == ServerState.DELETED)
        .forEach(this::remove);
  }

  List<ObjectNode> of(Server server) {
    return neutron.where(Kind.PORT, "device_id", server.id()).toList();
  }

  /** Makes the ports that the server needs and takes those that it was given. */
  void plug(Server server) {
    for (JsonNode asked : server.spec().networks()) {
      if (Json.given(asked.path("port"))) {
        take(neutron.get(Kind.PORT, asked.path("port").asText()), server);
      } else {
        make(asked, server);
      }
    }
  }

  /** Gives a port that nobody has to a server. */
  void take(ObjectNode port, Server server) {
    port.put("device_id", server.id()).put("device_owner", OWNER).put("status", "ACTIVE");
    resources.touch(port);
  }

  private void make(JsonNode asked, Server server) {
    ObjectNode port = Json.object("network_id", asked.path("uuid"));
    if (Json.given(asked.path("fixed_ip"))) {
      port.set("fixed_ips", Json.array(Json.object("ip_address", asked.path("fixed_ip"))));
    }
    if (!server.spec().securityGroups().isEmpty()) {
      port.set("security_groups", Json.array(server.spec().securityGroups()));
    }
    ObjectNode made = resources.create(Kind.PORT, List.of(port), server.spec().session()).get(0);
    madeByNova.add(made.path("id").asText());
    take(made, server);
  }

  /** Lets the ports of clients go at once. */
  void unplug(Server server) {
    for (ObjectNode port : of(server)) {
      if (!madeByNova.contains(port.path("id").asText())) {
        port.put("device_id", "").put("device_owner", "").put("status", "DOWN");
        resources.touch(port);
      }
    }
  }

  /** Removes the ports that Nova made. */
  void remove(Server server) {
    for (ObjectNode port : of(server)) {
      String id = port.path("id").asText();
      if (madeByNova.remove(id)) {
        FloatingIps.leave(neutron, id);
        neutron.remove(Kind.PORT, id);
      }
    }
  }
}
