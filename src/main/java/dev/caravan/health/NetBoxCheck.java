package dev.caravan.health;

import dev.caravan.worker.Routes;

/** Has the route ask NetBox, which notes what came of it. */
@org.springframework.stereotype.Component
class NetBoxCheck implements ComponentCheck {

  private final Routes routes;
  private final HealthBoard board;

  NetBoxCheck(Routes routes, HealthBoard board) {
    this.routes = routes;
    this.board = board;
  }

  @Override
  public Component component() {
    return Component.NETBOX;
  }

  @Override
  public Finding look() {
    routes.request("direct:netbox.check", null);
    return board.last(Component.NETBOX);
  }

  @Override
  public boolean outside() {
    return true;
  }
}
