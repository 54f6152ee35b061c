package dev.caravan.health;

import dev.caravan.worker.BreakerState;
import dev.caravan.worker.Breakers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Whether every outside system is asked that is needed, and which address is left alone. */
@org.springframework.stereotype.Component
class BreakersCheck implements ComponentCheck {

  private static final int MOST_NAMED = 20;

  private final List<Breakers> systems;

  BreakersCheck(List<Breakers> systems) {
    this.systems = systems;
  }

  @Override
  public Component component() {
    return Component.CIRCUIT_BREAKERS;
  }

  @Override
  public Finding look() {
    List<BreakerState> all = systems.stream().flatMap(each -> each.breakers().stream()).toList();
    List<BreakerState> leftAlone = all.stream().filter(each -> !each.closed()).toList();
    if (leftAlone.isEmpty()) {
      return Finding.up("%d addresses of outside systems are asked".formatted(all.size()));
    }
    String named =
        leftAlone.stream()
            .limit(MOST_NAMED)
            .map(BreakersCheck::words)
            .collect(Collectors.joining("; "));
    int more = leftAlone.size() - MOST_NAMED;
    return Finding.degraded(more > 0 ? "%s; and %d more".formatted(named, more) : named);
  }

  private static String words(BreakerState state) {
    String position = state.position().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return "%s %s is left alone since %s (%s): %s"
        .formatted(state.system(), state.address(), state.since(), position, state.words());
  }
}
