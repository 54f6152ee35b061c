package dev.caravan.netbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Waits a while, and then asks NetBox only whether it is there. */
public final class Pause implements NetBoxCall {

  private static final NetBoxRequest STATUS = NetBoxRequest.get("status", "");

  private final Duration length;

  public Pause(Duration length) {
    this.length = length;
  }

  @Override
  public Optional<NetBoxRequest> request() {
    return Optional.of(STATUS.after(length));
  }

  @Override
  public List<Turn> answered(NetBoxAnswer answer) {
    Unusable.unless(answer.ok(), STATUS, answer);
    return List.of();
  }
}
