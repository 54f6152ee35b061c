package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** A port has addresses of its network's subnets and, unless told otherwise, the default group. */
final class Ports implements Rules {

  private static final Set<String> OF_ROUTERS =
      Set.of("network:router_interface", "network:router_gateway", "network:floatingip");

  private final NeutronStore store;
  private final Addresses addresses;

  Ports(NeutronStore store) {
    this.store = store;
    addresses = new Addresses(store);
  }

  @Override
  public void creating(ObjectNode port, JsonNode given, Session session) {
    ObjectNode network = store.visible(Kind.NETWORK, given.path("network_id").asText(), session);
    if (!session.owns(network.path("project_id").asText()) && !network.path("shared").asBoolean()) {
      throw NeutronErrors.refused(
          403,
          "HTTPForbidden",
          "Tenant " + session.project().id() + " not allowed to create port on this network");
    }
    place(port, given.path("fixed_ips"));
    if (given.has("security_groups")) {
      checkGroups(given.path("security_groups"), session);
    } else {
      port.set("security_groups", Json.array(defaultGroup(port.path("project_id").asText())));
    }
    // Accepted and dropped: keeping them takes an extension that is off unless it is configured.
    port.set("tags", Json.array());
  }

  /** Gives it its addresses and its MAC. */
  private void place(ObjectNode port, JsonNode fixedIps) {
    String network = port.path("network_id").asText();
    ArrayNode given =
        Json.given(fixedIps)
            ? addresses.asked(network, fixedIps, port.path("id").asText())
            : addresses.any(network);
    port.set("fixed_ips", given);
    if (port.path("mac_address").asText().isEmpty()) {
      port.put("mac_address", mac());
    }
  }

  /**
   * A port that Neutron makes for itself, which belongs to nobody unless told otherwise.
   *
   * @param port with id, network, owner and device
   * @param fixedIps what addresses are asked for; missing for any
   */
  void makeForItself(ObjectNode port, JsonNode fixedIps) {
    ObjectNode whole = NeutronForm.filled(Kind.PORT, port);
    place(whole, fixedIps);
    store.put(Kind.PORT, whole);
  }

  private void checkGroups(JsonNode groups, Session session) {
    groups.forEach(group -> store.owned(Kind.SECURITY_GROUP, group.asText(), session));
  }

  private String defaultGroup(String project) {
    return store
        .where(Kind.SECURITY_GROUP, "project_id", project)
        .filter(group -> group.path("name").asText().equals("default"))
        .map(group -> group.path("id").asText())
        .findFirst()
        .orElseThrow();
  }

  private static String mac() {
    int random = ThreadLocalRandom.current().nextInt(1 << 24);
    return "fa:16:3e:%02x:%02x:%02x".formatted(random >> 16, (random >> 8) & 255, random & 255);
  }

  @Override
  public void updating(ObjectNode port, ObjectNode changes, Session session) {
    if (changes.has("security_groups")) {
      checkGroups(changes.path("security_groups"), session);
    }
    if (changes.has("fixed_ips")) {
      changes.set(
          "fixed_ips",
          addresses.asked(
              port.path("network_id").asText(),
              changes.path("fixed_ips"),
              port.path("id").asText()));
    }
  }

  @Override
  public void deleting(ObjectNode port) {
    String owner = port.path("device_owner").asText();
    if (OF_ROUTERS.contains(owner)) {
      throw NeutronErrors.conflict(
          "ServicePortInUse",
          "Port "
              + port.path("id").asText()
              + " cannot be deleted directly via the port API: has device owner "
              + owner
              + ".");
    }
    FloatingIps.leave(store, port.path("id").asText());
  }
}
