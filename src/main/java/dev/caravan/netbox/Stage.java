package dev.caravan.netbox;

import java.util.List;

/** Decides what comes next once everything before it was answered. */
@FunctionalInterface
public non-sealed interface Stage extends Turn {

  List<? extends Turn> turns();

  /** A stage that only does something and asks NetBox nothing. */
  static Stage run(Runnable work) {
    return () -> {
      work.run();
      return List.of();
    };
  }
}
