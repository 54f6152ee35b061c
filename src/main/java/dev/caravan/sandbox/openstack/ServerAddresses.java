package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The addresses of a server, by the names of its networks; none until it is built. */
final class ServerAddresses {

  private final NeutronStore neutron;
  private final ServerPorts ports;

  ServerAddresses(NeutronStore neutron, ServerPorts ports) {
    this.neutron = neutron;
    this.ports = ports;
  }

  ObjectNode of(Server server) {
    ObjectNode addresses = Json.object();
    if (server.launched().isPresent() && server.terminated().isEmpty()) {
      ports.of(server).forEach(port -> add(addresses, port));
    }
    return addresses;
  }

  private void add(ObjectNode addresses, ObjectNode port) {
    String network =
        neutron
            .find(Kind.NETWORK, port.path("network_id").asText())
            .map(each -> each.path("name").asText())
            .orElse("");
    ArrayNode list = addresses.withArrayProperty(network);
    for (JsonNode fixed : port.path("fixed_ips")) {
      list.add(address(port, fixed.path("ip_address"), "fixed"));
      neutron
          .where(Kind.FLOATING_IP, "port_id", port.path("id").asText())
          .filter(each -> each.path("fixed_ip_address").equals(fixed.path("ip_address")))
          .forEach(each -> list.add(address(port, each.path("floating_ip_address"), "floating")));
    }
  }

  private static ObjectNode address(ObjectNode port, JsonNode address, String type) {
    return Json.object(
        "version",
        4,
        "addr",
        address,
        "OS-EXT-IPS:type",
        type,
        "OS-EXT-IPS-MAC:mac_addr",
        port.path("mac_address"));
  }
}
