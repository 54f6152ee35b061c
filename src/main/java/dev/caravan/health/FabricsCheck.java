package dev.caravan.health;

import dev.caravan.fabric.FabricsState;

/** Whether every fabric is kept in sync, and by whom it is not. */
@org.springframework.stereotype.Component
class FabricsCheck implements ComponentCheck {

  private final FabricsState fabrics;

  FabricsCheck(FabricsState fabrics) {
    this.fabrics = fabrics;
  }

  @Override
  public Component component() {
    return Component.FABRICS;
  }

  @Override
  public Finding look() {
    FabricsState.Summary summary = fabrics.summary();
    if (summary.fabrics() == 0) {
      return Finding.unknown("there are none");
    }
    return summary.wrong().isEmpty()
        ? Finding.up("%d fabrics: %s".formatted(summary.fabrics(), summary.statuses()))
        : Finding.degraded(String.join("; ", summary.wrong()));
  }
}
