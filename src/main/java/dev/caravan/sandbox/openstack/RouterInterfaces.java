package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Connects routers with subnets, by a port each. */
final class RouterInterfaces {

  private static final String OWNER = "network:router_interface";
  private static final Duration A_LITTLE = Duration.ofMillis(20);

  private final NeutronStore store;
  private final Ports ports;
  private final NeutronQuotas quotas;
  private final Pace pace;
  private final Set<String> underWay = new HashSet<>();

  RouterInterfaces(NeutronStore store, Ports ports, NeutronQuotas quotas, Pace pace) {
    this.store = store;
    this.ports = ports;
    this.quotas = quotas;
    this.pace = pace;
  }

  ObjectNode add(String routerId, JsonNode body, Session session) {
    ObjectNode router = store.owned(Kind.ROUTER, routerId, session);
    if (body.has("port_id")) {
      return view(router, adopt(router, body.path("port_id").asText(), session));
    }
    if (!body.has("subnet_id")) {
      throw bad("Either subnet_id or port_id must be specified");
    }
    ObjectNode subnet = store.owned(Kind.SUBNET, body.path("subnet_id").asText(), session);
    if (!Json.given(subnet.path("gateway_ip"))) {
      throw bad("Subnet for router interface must have a gateway IP");
    }
    checkFree(router, subnet);
    quotas.check(Kind.PORT, session.project().id(), 1);
    takeTime(subnet);
    ObjectNode port =
        Json.object(
            "id", UUID.randomUUID(),
            "network_id", subnet.path("network_id"),
            "tenant_id", router.path("tenant_id"),
            "project_id", router.path("project_id"),
            "device_id", routerId,
            "device_owner", OWNER);
    ports.makeForItself(
        port,
        Json.array(
            Json.object("subnet_id", subnet.path("id"), "ip_address", subnet.path("gateway_ip"))));
    return view(router, store.get(Kind.PORT, port.path("id").asText()));
  }

  /**
   * Checks come first, the work takes time, and nobody sees any of it before it is done. A second
   * request for the same address waits for the first; that it comes too late, its allocation says.
   */
  private void takeTime(ObjectNode subnet) {
    Duration time = pace.settings().interfaceTime();
    String id = subnet.path("id").asText();
    if (time.isZero()) {
      return;
    }
    if (underWay.add(id)) {
      pace.rest(time);
      underWay.remove(id);
    } else {
      while (underWay.contains(id)) {
        pace.rest(A_LITTLE);
      }
    }
  }

  private ObjectNode adopt(ObjectNode router, String portId, Session session) {
    ObjectNode port = store.owned(Kind.PORT, portId, session);
    if (!port.path("device_id").asText().isEmpty()) {
      throw NeutronErrors.conflict(
          "PortInUse",
          "Unable to complete operation on port "
              + portId
              + " for network "
              + port.path("network_id").asText()
              + ". Port already has an attached device "
              + port.path("device_id").asText()
              + ".");
    }
    subnets(port).forEach(subnet -> checkFree(router, store.get(Kind.SUBNET, subnet)));
    return port.put("device_id", router.path("id").asText()).put("device_owner", OWNER);
  }

  private void checkFree(ObjectNode router, ObjectNode subnet) {
    String id = subnet.path("id").asText();
    for (ObjectNode port : interfaces(router)) {
      for (String other : subnets(port)) {
        if (other.equals(id)) {
          throw bad("Router already has a port on subnet " + id);
        }
        checkApart(subnet, store.get(Kind.SUBNET, other));
      }
    }
    String outside = router.at("/external_gateway_info/network_id").asText("");
    store.where(Kind.SUBNET, "network_id", outside).forEach(other -> checkApart(subnet, other));
  }

  private static void checkApart(ObjectNode subnet, ObjectNode other) {
    Cidr cidr = Addresses.cidr(subnet);
    Cidr taken = Addresses.cidr(other);
    if (cidr.overlaps(taken)) {
      throw bad(
          "Cidr %s of subnet %s overlaps with cidr %s of subnet %s"
              .formatted(
                  cidr.text(),
                  subnet.path("id").asText(),
                  taken.text(),
                  other.path("id").asText()));
    }
  }

  ObjectNode remove(String routerId, JsonNode body, Session session) {
    ObjectNode router = store.owned(Kind.ROUTER, routerId, session);
    String subnet = body.path("subnet_id").asText();
    ObjectNode port =
        interfaces(router).stream()
            .filter(
                each ->
                    body.has("port_id")
                        ? each.path("id").equals(body.path("port_id"))
                        : subnets(each).contains(subnet))
            .findFirst()
            .orElseThrow(() -> notThere(routerId, body, session));
    checkUnused(router, port);
    store.remove(Kind.PORT, port.path("id").asText());
    return view(router, port);
  }

  private Refused notThere(String router, JsonNode body, Session session) {
    if (body.has("port_id")) {
      return NeutronErrors.refused(
          404,
          "RouterInterfaceNotFound",
          "Router "
              + router
              + " does not have an interface with id "
              + body.path("port_id").asText());
    }
    String subnet = body.path("subnet_id").asText();
    store.owned(Kind.SUBNET, subnet, session);
    return NeutronErrors.refused(
        404,
        "RouterInterfaceNotFoundForSubnet",
        "Router " + router + " has no interface on subnet " + subnet);
  }

  private void checkUnused(ObjectNode router, ObjectNode port) {
    String id = router.path("id").asText();
    boolean used =
        store
            .where(Kind.FLOATING_IP, "router_id", id)
            .flatMap(each -> store.find(Kind.PORT, each.path("port_id").asText()).stream())
            .anyMatch(served -> served.path("network_id").equals(port.path("network_id")));
    if (used) {
      throw NeutronErrors.conflict(
          "RouterInterfaceInUseByFloatingIP",
          "Router interface for subnet "
              + subnets(port).get(0)
              + " on router "
              + id
              + " cannot be deleted, as it is required by one or more floating IPs.");
    }
  }

  private List<ObjectNode> interfaces(ObjectNode router) {
    return store
        .where(Kind.PORT, "device_id", router.path("id").asText())
        .filter(port -> port.path("device_owner").asText().equals(OWNER))
        .toList();
  }

  private static List<String> subnets(ObjectNode port) {
    return Json.objects(port.path("fixed_ips")).stream()
        .map(fixed -> fixed.path("subnet_id").asText())
        .toList();
  }

  private static ObjectNode view(ObjectNode router, ObjectNode port) {
    return Json.object(
        "id", router.path("id"),
        "tenant_id", router.path("tenant_id"),
        "port_id", port.path("id"),
        "network_id", port.path("network_id"),
        "subnet_id", subnets(port).get(0),
        "subnet_ids", subnets(port));
  }

  private static Refused bad(String reason) {
    return NeutronErrors.refused(400, "BadRequest", "Bad router request: " + reason + ".");
  }
}
