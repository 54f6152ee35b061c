package dev.caravan.netbox;

import java.util.List;
import java.util.Optional;

/** A request and what its answer means. */
public non-sealed interface NetBoxCall extends Turn {

  /** What to send now; empty when there is nothing left to say. */
  Optional<NetBoxRequest> request();

  /** Takes the answer in and says what comes next, ahead of everything that waits. */
  List<? extends Turn> answered(NetBoxAnswer answer);
}
