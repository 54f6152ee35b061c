package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** Gives addresses out of the pools of subnets, in no particular order. */
final class Addresses {

  private static final int WINDOW = 50;

  private final NeutronStore store;

  Addresses(NeutronStore store) {
    this.store = store;
  }

  /** One address out of the first subnet that has one left; none if there is no subnet. */
  ArrayNode any(String network) {
    List<ObjectNode> subnets = store.where(Kind.SUBNET, "network_id", network).toList();
    if (subnets.isEmpty()) {
      return Json.array();
    }
    for (ObjectNode subnet : subnets) {
      Optional<Long> free = free(subnet, Set.of());
      if (free.isPresent()) {
        return Json.array(fixedIp(subnet, free.get()));
      }
    }
    throw exhausted(network);
  }

  /**
   * Just the addresses that are asked for.
   *
   * @param asked a subnet, an address or both, each
   * @param port that may have them already
   */
  ArrayNode asked(String network, JsonNode asked, String port) {
    List<ObjectNode> given = new ArrayList<>();
    for (JsonNode each : asked) {
      given.add(one(network, each, given, port));
    }
    return Json.array(given);
  }

  private ObjectNode one(String network, JsonNode asked, List<ObjectNode> before, String port) {
    if (!asked.has("ip_address")) {
      ObjectNode subnet = subnet(network, asked.path("subnet_id").asText());
      Set<Long> taken =
          before.stream()
              .flatMap(each -> Cidr.address(each.path("ip_address").asText()).stream())
              .collect(Collectors.toSet());
      return fixedIp(subnet, free(subnet, taken).orElseThrow(() -> exhausted(network)));
    }
    String text = asked.path("ip_address").asText();
    long address =
        Cidr.address(text)
            .orElseThrow(
                () ->
                    NeutronErrors.badRequest(
                        "Invalid input for fixed_ips. Reason: '"
                            + text
                            + "' is not a valid IP address."));
    ObjectNode subnet =
        asked.has("subnet_id")
            ? containing(subnet(network, asked.path("subnet_id").asText()), address)
            : subnetOf(network, address);
    if (used(subnet, port).contains(address)) {
      throw NeutronErrors.conflict(
          "IpAddressAlreadyAllocated",
          "IP address " + text + " already allocated in subnet " + subnet.path("id").asText());
    }
    return fixedIp(subnet, address);
  }

  private ObjectNode subnet(String network, String id) {
    return store
        .find(Kind.SUBNET, id)
        .filter(subnet -> subnet.path("network_id").asText().equals(network))
        .orElseThrow(() -> Kind.SUBNET.notFound(id));
  }

  private static ObjectNode containing(ObjectNode subnet, long address) {
    if (!cidr(subnet).contains(address)) {
      throw NeutronErrors.refused(
          400,
          "InvalidIpForSubnet",
          "IP address " + Cidr.text(address) + " is not a valid IP for the specified subnet.");
    }
    return subnet;
  }

  private ObjectNode subnetOf(String network, long address) {
    return store
        .where(Kind.SUBNET, "network_id", network)
        .filter(subnet -> cidr(subnet).contains(address))
        .findFirst()
        .orElseThrow(
            () ->
                NeutronErrors.refused(
                    400,
                    "InvalidIpForNetwork",
                    "IP address "
                        + Cidr.text(address)
                        + " is not a valid IP for any of the subnets on the specified network."));
  }

  static Cidr cidr(ObjectNode subnet) {
    return Cidr.parse(subnet.path("cidr").asText()).orElseThrow();
  }

  private Optional<Long> free(ObjectNode subnet, Set<Long> taken) {
    Set<Long> used = used(subnet, "");
    List<Long> free = new ArrayList<>();
    for (JsonNode pool : subnet.path("allocation_pools")) {
      long end = Cidr.address(pool.path("end").asText()).orElse(0L);
      for (long address = Cidr.address(pool.path("start").asText()).orElse(1L);
          address <= end && free.size() < WINDOW;
          address++) {
        if (!used.contains(address) && !taken.contains(address)) {
          free.add(address);
        }
      }
    }
    return free.isEmpty()
        ? Optional.empty()
        : Optional.of(free.get(ThreadLocalRandom.current().nextInt(free.size())));
  }

  private Set<Long> used(ObjectNode subnet, String exceptPort) {
    String id = subnet.path("id").asText();
    return store.all(Kind.PORT).stream()
        .filter(port -> !port.path("id").asText().equals(exceptPort))
        .flatMap(port -> Json.objects(port.path("fixed_ips")).stream())
        .filter(fixed -> fixed.path("subnet_id").asText().equals(id))
        .flatMap(fixed -> Cidr.address(fixed.path("ip_address").asText()).stream())
        .collect(Collectors.toSet());
  }

  private static ObjectNode fixedIp(ObjectNode subnet, long address) {
    return Json.object("subnet_id", subnet.path("id"), "ip_address", Cidr.text(address));
  }

  private static Refused exhausted(String network) {
    return NeutronErrors.conflict(
        "IpAddressGenerationFailure", "No more IP addresses available on network " + network + ".");
  }
}
