package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A subnet overlaps no other of its network and has a gateway and pools unless told otherwise. */
final class Subnets implements Rules {

  private final NeutronStore store;

  Subnets(NeutronStore store) {
    this.store = store;
  }

  @Override
  public void creating(ObjectNode subnet, JsonNode given, Session session) {
    ObjectNode network = store.owned(Kind.NETWORK, given.path("network_id").asText(), session);
    Cidr cidr = cidr(given);
    if (subnet.path("enable_dhcp").asBoolean()) {
      checkDhcp(cidr);
    }
    store
        .where(Kind.SUBNET, "network_id", network.path("id").asText())
        .filter(other -> Addresses.cidr(other).overlaps(cidr))
        .findFirst()
        .ifPresent(
            other -> {
              throw NeutronErrors.invalidInput(
                  "Requested subnet with cidr: "
                      + cidr.text()
                      + " for network: "
                      + network.path("id").asText()
                      + " overlaps with another subnet.");
            });
    subnet.put("cidr", cidr.text());
    if (!given.has("gateway_ip")) {
      subnet.put("gateway_ip", Cidr.text(cidr.first() + 1));
    }
    checkGateway(subnet.path("gateway_ip"));
    if (given.path("allocation_pools").isEmpty()) {
      subnet.set("allocation_pools", pools(cidr, subnet.path("gateway_ip")));
    }
    network.withArray("subnets").add(subnet.path("id").asText());
  }

  private static Cidr cidr(JsonNode given) {
    if (given.path("ip_version").asInt() != 4) {
      throw NeutronErrors.invalidInput("The sandbox has no subnets but those of IPv4.");
    }
    String text = given.path("cidr").asText();
    if (text.isEmpty()) {
      throw NeutronErrors.refused(
          400,
          "BadRequest",
          "Bad subnets request: a subnetpool must be specified in the absence of a cidr.");
    }
    return Cidr.parse(text)
        .filter(cidr -> text.contains("/"))
        .orElseThrow(() -> NeutronErrors.invalidInput(text + " is not in a CIDR format."));
  }

  private static void checkDhcp(Cidr cidr) {
    if (cidr.length() > 30) {
      throw NeutronErrors.invalidInput(
          "Subnet has a prefix length that is incompatible with DHCP service enabled.");
    }
    if (cidr.first() >> 28 == 14) {
      throw NeutronErrors.invalidInput(
          "Multicast IP subnet is not supported if enable_dhcp is True.");
    }
    if (cidr.first() >> 24 == 127) {
      throw NeutronErrors.invalidInput(
          "Loopback IP subnet is not supported if enable_dhcp is True.");
    }
    if (cidr.first() == 0) {
      throw NeutronErrors.invalidInput(
          "First IP '0.0.0.0' of network is not supported if enable_dhcp is True.");
    }
  }

  private static void checkGateway(JsonNode gateway) {
    if (Json.given(gateway) && Cidr.address(gateway.asText()).isEmpty()) {
      throw NeutronErrors.badRequest(
          "Invalid input for gateway_ip. Reason: '"
              + gateway.asText()
              + "' is not a valid IP address.");
    }
  }

  private static ArrayNode pools(Cidr cidr, JsonNode gateway) {
    ArrayNode pools = Json.array();
    long first = cidr.first() + 1;
    long last = cidr.last() - 1;
    long split = Cidr.address(gateway.asText()).filter(cidr::contains).orElse(cidr.first());
    addPool(pools, first, Math.min(last, split - 1));
    addPool(pools, Math.max(first, split + 1), last);
    return pools;
  }

  private static void addPool(ArrayNode pools, long start, long end) {
    if (start <= end) {
      pools.add(Json.object("start", Cidr.text(start), "end", Cidr.text(end)));
    }
  }

  @Override
  public void updating(ObjectNode subnet, ObjectNode changes, Session session) {
    checkGateway(changes.path("gateway_ip"));
  }

  @Override
  public void deleting(ObjectNode subnet) {
    String id = subnet.path("id").asText();
    boolean used =
        store.all(Kind.PORT).stream()
            .flatMap(port -> Json.objects(port.path("fixed_ips")).stream())
            .anyMatch(fixed -> fixed.path("subnet_id").asText().equals(id));
    if (used) {
      throw NeutronErrors.conflict(
          "SubnetInUse",
          "Unable to complete operation on subnet "
              + id
              + ": One or more ports have an IP allocation from this subnet.");
    }
    undone(subnet);
  }

  @Override
  public void undone(ObjectNode subnet) {
    store
        .find(Kind.NETWORK, subnet.path("network_id").asText())
        .ifPresent(network -> leave(network, subnet.path("id").asText()));
  }

  private static void leave(ObjectNode network, String id) {
    network.set(
        "subnets",
        Json.array(
            Json.texts(network.path("subnets")).stream()
                .filter(each -> !each.equals(id))
                .toList()));
  }
}
