package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** A router may have a gateway to an external network, and goes only without interfaces. */
final class Routers implements Rules {

  private static final String GATEWAY = "network:router_gateway";

  private final NeutronStore store;
  private final Ports ports;

  Routers(NeutronStore store, Ports ports) {
    this.store = store;
    this.ports = ports;
  }

  @Override
  public void creating(ObjectNode router, JsonNode given, Session session) {
    JsonNode info = given.path("external_gateway_info");
    router.putNull("external_gateway_info");
    if (info.has("network_id")) {
      router.set("external_gateway_info", connect(router, info, session));
    }
  }

  @Override
  public void updating(ObjectNode router, ObjectNode changes, Session session) {
    if (!changes.has("external_gateway_info")) {
      return;
    }
    JsonNode info = changes.path("external_gateway_info");
    disconnect(router);
    if (info.has("network_id")) {
      changes.set("external_gateway_info", connect(router, info, session));
    } else {
      changes.putNull("external_gateway_info");
    }
  }

  private ObjectNode connect(ObjectNode router, JsonNode info, Session session) {
    String id = info.path("network_id").asText();
    ObjectNode network = store.visible(Kind.NETWORK, id, session);
    if (!network.path("router:external").asBoolean()) {
      throw NeutronErrors.refused(
          400, "BadRequest", "Bad router request: Network " + id + " is not an external network.");
    }
    String port = UUID.randomUUID().toString();
    ports.makeForItself(
        Json.object(
            "id", port, "network_id", id, "device_id", router.path("id"), "device_owner", GATEWAY),
        info.has("external_fixed_ips")
            ? info.path("external_fixed_ips")
            : MissingNode.getInstance());
    return Json.object(
        "network_id",
        id,
        "external_fixed_ips",
        store.get(Kind.PORT, port).path("fixed_ips"),
        "enable_snat",
        info.path("enable_snat").asBoolean(true));
  }

  private void disconnect(ObjectNode router) {
    String id = router.path("id").asText();
    if (store.where(Kind.FLOATING_IP, "router_id", id).findAny().isPresent()) {
      throw NeutronErrors.conflict(
          "RouterExternalGatewayInUseByFloatingIp",
          "Gateway cannot be updated for router "
              + id
              + ", since a gateway to external network "
              + router.path("external_gateway_info").path("network_id").asText()
              + " is required by one or more floating IPs.");
    }
    gateway(id).ifPresent(port -> store.remove(Kind.PORT, port.path("id").asText()));
  }

  private Optional<ObjectNode> gateway(String router) {
    return store
        .where(Kind.PORT, "device_id", router)
        .filter(port -> port.path("device_owner").asText().equals(GATEWAY))
        .findFirst();
  }

  @Override
  public void deleting(ObjectNode router) {
    String id = router.path("id").asText();
    String attached =
        store
            .where(Kind.PORT, "device_id", id)
            .filter(port -> !port.path("device_owner").asText().equals(GATEWAY))
            .map(port -> port.path("id").asText())
            .collect(Collectors.joining(","));
    if (!attached.isEmpty()) {
      throw NeutronErrors.conflict(
          "RouterInUse", "Router " + id + " has ports still attached: " + attached);
    }
    disconnect(router);
  }

  @Override
  public void undone(ObjectNode router) {
    disconnect(router);
  }
}
