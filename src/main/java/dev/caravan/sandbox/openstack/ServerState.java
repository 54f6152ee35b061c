package dev.caravan.sandbox.openstack;

/** How a server is, as clients see it and as Nova itself calls it. */
enum ServerState {
  BUILD("building", 0),
  ACTIVE("active", 1),
  SHUTOFF("stopped", 4),
  ERROR("error", 0),
  DELETED("deleted", 0);

  private final String vmState;
  private final int power;

  ServerState(String vmState, int power) {
    this.vmState = vmState;
    this.power = power;
  }

  String vmState() {
    return vmState;
  }

  int power() {
    return power;
  }
}
