package dev.caravan.worker;

import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.stereotype.Component;

/**
 * Only a scheduler begins what starts by itself: routes whose names begin with {@code schedules.}
 * stand still on other nodes, but for those of group {@code every-node}.
 */
@Component
class Schedules implements CamelContextConfiguration {

  private static final String PREFIX = "schedules.";
  private static final String EVERY_NODE = "every-node";

  private final Node node;

  Schedules(Node node) {
    this.node = node;
  }

  /** All routes are known by now, and none has started. */
  @Override
  public void beforeApplicationStart(CamelContext context) {
    if (!node.is(NodeRole.SCHEDULER)) {
      ((ModelCamelContext) context)
          .getRouteDefinitions().stream()
              .filter(route -> String.valueOf(route.getRouteId()).startsWith(PREFIX))
              .filter(route -> !EVERY_NODE.equals(route.getGroup()))
              .forEach(route -> route.setAutoStartup("false"));
    }
  }

  @Override
  public void afterApplicationStart(CamelContext context) {}
}
