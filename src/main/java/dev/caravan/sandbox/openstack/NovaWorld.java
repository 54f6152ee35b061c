package dev.caravan.sandbox.openstack;

import java.time.Clock;

/** Everything that Nova works with, put together. */
record NovaWorld(
    ServerStore servers,
    KeyPairs keyPairs,
    ServerGroups groups,
    BuildFaults faults,
    NovaQuotas quotas,
    ServerPorts ports,
    ServerLife life,
    ServerRequests requests,
    ServerView view,
    ServerLists lists) {

  static NovaWorld of(
      NeutronWorld neutron, Images images, NovaLinks links, Pace pace, Clock clock) {
    ServerStore servers = new ServerStore();
    KeyPairs keyPairs = new KeyPairs(clock);
    ServerGroups groups = new ServerGroups(servers);
    BuildFaults faults = new BuildFaults();
    ServerPorts ports = new ServerPorts(neutron.store(), neutron.resources());
    ServerNetworks networks = new ServerNetworks(neutron.store());
    ServerAddresses addresses = new ServerAddresses(neutron.store(), ports);
    return new NovaWorld(
        servers,
        keyPairs,
        groups,
        faults,
        new NovaQuotas(servers, neutron.quotas()),
        ports,
        new ServerLife(servers, ports, groups, faults, pace, clock),
        new ServerRequests(images, keyPairs, groups, networks, neutron.store()),
        new ServerView(links, addresses),
        new ServerLists(servers, addresses));
  }

  /** Nothing is left. */
  void startAfresh() {
    servers.startAfresh();
    keyPairs.startAfresh();
    groups.startAfresh();
    faults.clear();
    quotas.startAfresh();
  }
}
