package dev.caravan.sandbox.netbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

/** Says whether the contract was held against a real NetBox too, and what was missing if not. */
class RealNetBoxTest {

  @Test
  void contractIsAlsoHeldAgainstTheNetBoxOfTheEnvironment() {
    assumeThat(Targets.real())
        .as(
            "the contract ran on the simulators %s alone: set NETBOX_URL and NETBOX_TOKEN (and"
                + " NETBOX_TOKEN_READONLY) to a NetBox that may be written to",
            Targets.SIMULATED)
        .isPresent();

    assertThat(Targets.real().orElseThrow().version()).matches("4\\.\\d+\\.\\d+.*");
  }
}
