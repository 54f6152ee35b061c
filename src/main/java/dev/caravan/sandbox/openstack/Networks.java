package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/** A network goes with its subnets, but not while it has any port. */
final class Networks implements Rules {

  private final NeutronStore store;

  Networks(NeutronStore store) {
    this.store = store;
  }

  @Override
  public void deleting(ObjectNode network) {
    String id = network.path("id").asText();
    List<ObjectNode> ports = store.where(Kind.PORT, "network_id", id).toList();
    if (!ports.isEmpty()) {
      throw NeutronErrors.conflict(
          "NetworkInUse",
          "Unable to complete operation on network "
              + id
              + ". There are one or more ports still in use on the network, id for these ports is: "
              + ports.stream()
                  .map(port -> port.path("id").asText())
                  .collect(Collectors.joining(","))
              + ".");
    }
    store
        .where(Kind.SUBNET, "network_id", id)
        .forEach(subnet -> store.remove(Kind.SUBNET, subnet.path("id").asText()));
  }
}
