package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.openstack.Conversation;
import dev.caravan.openstack.OpenStackRequest;
import dev.caravan.openstack.Refusal;
import java.util.List;
import java.util.SortedSet;

/** Finds the networks that routers lead to, by id or by name, and whether addresses collide. */
final class ExternalNetworks {

  private static final String KIND = "external_networks";

  private final Plan plan;
  private final List<Resource> wanted;

  ExternalNetworks(Plan plan, List<Resource> wanted) {
    this.plan = plan;
    this.wanted = wanted;
  }

  void ask(Conversation talk) {
    SortedSet<String> names = Candidates.named(wanted, ResourceKind.ROUTER, "external_network");
    if (!names.isEmpty()) {
      Looking.at(
          talk,
          ResourceKind.NETWORK_,
          "router:external=true",
          answer -> plan.refused(answer, "Listing external networks"),
          listed -> names.forEach(name -> choose(talk, name, listed)));
    }
  }

  private void choose(Conversation talk, String name, List<JsonNode> listed) {
    // A cloud that knows no such filter lists all there is.
    List<JsonNode> external =
        listed.stream().filter(each -> each.path("router:external").asBoolean(true)).toList();
    Candidates.chosen(plan, "External network", KIND, name, Candidates.of(name, external))
        .ifPresent(
            found -> {
              plan.put(KIND, name, Candidates.identity(found));
              String id = OpenStackRequest.encoded(found.path("id").asText());
              Looking.at(
                  talk,
                  ResourceKind.SUBNET,
                  "network_id=" + id,
                  answer -> plan.refused(answer, "Listing subnets of external network " + name),
                  subnets -> subnets(name, found.path("id"), subnets));
            });
  }

  /** A router takes no subnet with addresses of the network that it leads to. */
  private void subnets(String name, JsonNode network, List<JsonNode> listed) {
    for (JsonNode subnet : listed) {
      String taken = subnet.path("cidr").asText();
      for (Resource each : wanted) {
        boolean collides =
            each.kind() == ResourceKind.SUBNET
                && subnet.path("network_id").equals(network)
                && overlap(each.spec().path("cidr").asText(), taken);
        if (collides) {
          plan.problem(
              Refusal.BAD_REQUEST,
              "Subnet %s (%s) overlaps %s of external network %s."
                  .formatted(each.name(), each.spec().path("cidr").asText(), taken, name));
        }
      }
    }
  }

  private static boolean overlap(String one, String other) {
    return Cidr.parse(one).flatMap(first -> Cidr.parse(other).map(first::overlaps)).orElse(false);
  }
}
