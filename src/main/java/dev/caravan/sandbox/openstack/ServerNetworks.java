package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks up the networks and ports that a request for a server names. */
final class ServerNetworks {

  private final NeutronStore neutron;

  ServerNetworks(NeutronStore neutron) {
    this.neutron = neutron;
  }

  /** One item for each port that the server will have. */
  List<JsonNode> resolved(JsonNode asked, Session session) {
    if (asked.asText().equals("none")) {
      return List.of();
    }
    if (asked.isEmpty()) {
      return automatic(session);
    }
    List<JsonNode> all = new ArrayList<>();
    for (JsonNode each : asked) {
      if (Json.given(each.path("port"))) {
        String port = each.path("port").asText();
        checkFree(
            seen(Kind.PORT, port, session)
                .orElseThrow(
                    () -> NovaErrors.badRequest("Port id " + port + " could not be found.")));
      } else {
        checkNetwork(each.path("uuid").asText(), session);
        checkAddress(each);
      }
      all.add(each);
    }
    return all;
  }

  private List<JsonNode> automatic(Session session) {
    List<ObjectNode> mine =
        neutron
            .where(Kind.NETWORK, "project_id", session.project().id())
            .filter(network -> !network.path("router:external").asBoolean())
            .filter(network -> !network.path("subnets").isEmpty())
            .toList();
    if (mine.size() > 1) {
      throw NovaErrors.conflict(
          "Multiple possible networks found, use a Network ID to be more specific.");
    }
    return mine.stream()
        .map(network -> (JsonNode) Json.object("uuid", network.path("id")))
        .toList();
  }

  /** A port for a server that stands already. */
  ObjectNode freePort(String id, Session session) {
    ObjectNode port =
        seen(Kind.PORT, id, session)
            .orElseThrow(() -> NovaErrors.notFound("Port id " + id + " could not be found."));
    checkFree(port);
    return port;
  }

  private static void checkFree(ObjectNode port) {
    String id = port.path("id").asText();
    if (!port.path("device_id").asText().isEmpty()) {
      throw NovaErrors.conflict("Port " + id + " is still in use.");
    }
    if (port.path("fixed_ips").isEmpty()) {
      throw NovaErrors.badRequest("Port " + id + " requires a FixedIP in order to be used.");
    }
  }

  private void checkNetwork(String id, Session session) {
    ObjectNode network =
        seen(Kind.NETWORK, id, session)
            .orElseThrow(() -> NovaErrors.badRequest("Network " + id + " could not be found."));
    if (network.path("subnets").isEmpty()) {
      throw NovaErrors.badRequest(
          "Network " + id + " requires a subnet in order to boot instances on.");
    }
  }

  private void checkAddress(JsonNode asked) {
    String address = asked.path("fixed_ip").asText();
    neutron
        .where(Kind.PORT, "network_id", asked.path("uuid").asText())
        .filter(port -> has(port, address))
        .findFirst()
        .ifPresent(
            port -> {
              throw NovaErrors.badRequest(
                  "Fixed IP address "
                      + address
                      + " is already in use on instance "
                      + port.path("device_id").asText()
                      + ".");
            });
  }

  private static boolean has(ObjectNode port, String address) {
    return Json.objects(port.path("fixed_ips")).stream()
        .anyMatch(fixed -> fixed.path("ip_address").asText().equals(address));
  }

  private Optional<ObjectNode> seen(Kind kind, String id, Session session) {
    return neutron.find(kind, id).filter(object -> neutron.sees(session, kind, object));
  }
}
