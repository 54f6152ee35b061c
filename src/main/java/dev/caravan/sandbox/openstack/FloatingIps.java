package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** An address of an external network that may stand for a port behind a router. */
final class FloatingIps implements Rules {

  private static final String OWNER = "network:floatingip";

  private final NeutronStore store;
  private final Ports ports;

  FloatingIps(NeutronStore store, Ports ports) {
    this.store = store;
    this.ports = ports;
  }

  @Override
  public void creating(ObjectNode floating, JsonNode given, Session session) {
    String id = given.path("floating_network_id").asText();
    ObjectNode network = store.visible(Kind.NETWORK, id, session);
    if (!network.path("router:external").asBoolean()) {
      throw NeutronErrors.refused(
          400,
          "BadRequest",
          "Bad floatingip request: Network " + id + " is not a valid external network.");
    }
    if (Json.given(given.path("port_id"))) {
      stand(floating, floating, given.path("port_id").asText(), session);
    }
    floating.remove("subnet_id");
    ObjectNode port =
        Json.object(
            "id",
            UUID.randomUUID(),
            "network_id",
            id,
            "device_id",
            floating.path("id"),
            "device_owner",
            OWNER);
    ports.makeForItself(port, asked(given));
    JsonNode address = store.get(Kind.PORT, port.path("id").asText()).path("fixed_ips").path(0);
    floating.set("floating_ip_address", address.path("ip_address"));
  }

  private static JsonNode asked(JsonNode given) {
    if (given.has("floating_ip_address")) {
      return Json.array(Json.object("ip_address", given.path("floating_ip_address")));
    }
    return given.has("subnet_id")
        ? Json.array(Json.object("subnet_id", given.path("subnet_id")))
        : MissingNode.getInstance();
  }

  @Override
  public void updating(ObjectNode floating, ObjectNode changes, Session session) {
    if (!changes.has("port_id")) {
      return;
    }
    if (Json.given(changes.path("port_id"))) {
      stand(floating, changes, changes.path("port_id").asText(), session);
    } else {
      changes.putNull("port_id").putNull("fixed_ip_address").putNull("router_id");
      changes.putNull("port_details");
    }
  }

  private void stand(ObjectNode floating, ObjectNode changes, String portId, Session session) {
    ObjectNode port = store.owned(Kind.PORT, portId, session);
    JsonNode fixed = port.path("fixed_ips").path(0);
    String external = floating.path("floating_network_id").asText();
    String router =
        store.all(Kind.ROUTER).stream()
            .filter(
                each ->
                    each.path("external_gateway_info").path("network_id").asText().equals(external))
            .map(each -> each.path("id").asText())
            .filter(each -> reaches(each, fixed.path("subnet_id")))
            .findFirst()
            .orElseThrow(() -> unreachable(external, fixed, portId));
    changes.put("port_id", portId).put("router_id", router);
    changes.set("fixed_ip_address", fixed.path("ip_address"));
    changes.set("port_details", details(port));
  }

  private boolean reaches(String router, JsonNode subnet) {
    return store
        .where(Kind.PORT, "device_id", router)
        .flatMap(port -> Json.objects(port.path("fixed_ips")).stream())
        .anyMatch(each -> each.path("subnet_id").equals(subnet));
  }

  private static Refused unreachable(String external, JsonNode fixed, String port) {
    return NeutronErrors.refused(
        404,
        "ExternalGatewayForFloatingIPNotFound",
        "External network %s is not reachable from subnet %s.  Therefore, cannot associate Port %s with a Floating IP."
            .formatted(external, fixed.path("subnet_id").asText(), port));
  }

  private static ObjectNode details(ObjectNode port) {
    ObjectNode details = Json.object();
    for (String name :
        new String[] {
          "name",
          "network_id",
          "mac_address",
          "admin_state_up",
          "status",
          "device_id",
          "device_owner"
        }) {
      details.set(name, port.path(name));
    }
    return details;
  }

  @Override
  public void deleting(ObjectNode floating) {
    store
        .where(Kind.PORT, "device_id", floating.path("id").asText())
        .forEach(port -> store.remove(Kind.PORT, port.path("id").asText()));
  }

  @Override
  public void undone(ObjectNode floating) {
    deleting(floating);
  }

  /** A port goes; its floating addresses stay and stand for none. */
  static void leave(NeutronStore store, String port) {
    store
        .where(Kind.FLOATING_IP, "port_id", port)
        .forEach(
            each ->
                each.putNull("port_id")
                    .putNull("fixed_ip_address")
                    .putNull("router_id")
                    .putNull("port_details"));
  }
}
