package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Everything that Neutron works with, put together. */
record NeutronWorld(
    NeutronStore store,
    NeutronQuotas quotas,
    Resources resources,
    RouterInterfaces interfaces,
    NeutronLists lists,
    NeutronTags tags,
    SecurityGroups groups,
    Clock clock) {

  static NeutronWorld of(Pace pace, Clock clock) {
    NeutronStore store = new NeutronStore();
    NeutronQuotas quotas = new NeutronQuotas(store);
    Ports ports = new Ports(store);
    SecurityGroups groups = new SecurityGroups(store);
    Map<Kind, Rules> rules =
        Map.of(
            Kind.NETWORK, new Networks(store),
            Kind.SUBNET, new Subnets(store),
            Kind.PORT, ports,
            Kind.ROUTER, new Routers(store, ports),
            Kind.SECURITY_GROUP, groups,
            Kind.SECURITY_GROUP_RULE, new SecurityGroupRules(store),
            Kind.FLOATING_IP, new FloatingIps(store, ports));
    Resources resources = new Resources(store, rules, quotas, clock);
    NeutronWorld world =
        new NeutronWorld(
            store,
            quotas,
            resources,
            new RouterInterfaces(store, ports, quotas, pace),
            new NeutronLists(store),
            new NeutronTags(store, resources),
            groups,
            clock);
    world.startAfresh();
    return world;
  }

  /** Nothing is left but the default groups and the external network. */
  void startAfresh() {
    store.clear();
    quotas.startAfresh();
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    Identity.projects().forEach(project -> groups.makeDefault(project.id(), now));
    makePublic(Identity.hex("project/admin"), now);
  }

  private void makePublic(String owner, String now) {
    ObjectNode network = Kind.NETWORK.attributes().template().deepCopy();
    String id = Identity.uuid("network/public");
    network.put("id", id).put("name", "public").put("mtu", 1500).put("router:external", true);
    ObjectNode subnet = Kind.SUBNET.attributes().template().deepCopy();
    String subnetId = Identity.uuid("subnet/public-v4");
    subnet.put("id", subnetId).put("name", "public-v4").put("network_id", id);
    subnet.put("enable_dhcp", false).put("cidr", "172.24.4.0/24").put("gateway_ip", "172.24.4.1");
    subnet.set(
        "allocation_pools", Json.array(Json.object("start", "172.24.4.2", "end", "172.24.4.254")));
    network.withArray("subnets").add(subnetId);
    for (ObjectNode each : new ObjectNode[] {network, subnet}) {
      each.put("tenant_id", owner).put("project_id", owner);
      each.put("created_at", now).put("updated_at", now);
    }
    store.put(Kind.NETWORK, network);
    store.put(Kind.SUBNET, subnet);
  }
}
