package dev.caravan.sandbox.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

/** Says whether the contract was held against a real OpenStack too, and what was missing if not. */
class RealOpenStackTest {

  @Test
  void contractIsAlsoHeldAgainstTheOpenStackOfTheEnvironment() {
    assumeThat(Targets.real())
        .as(
            "the contract ran on the simulator alone: set OS_AUTH_URL, OS_USERNAME, OS_PASSWORD,"
                + " OS_PROJECT_NAME, OS_USER_DOMAIN_NAME, OS_PROJECT_DOMAIN_NAME and OS_REGION_NAME"
                + " (and OS_OTHER_USERNAME, OS_OTHER_PASSWORD and OS_OTHER_PROJECT_NAME for a user"
                + " of another project) to an OpenStack that may be written to")
        .isPresent();

    Cloud cloud = Targets.real().orElseThrow();
    assertThat(OpenStackClient.of(cloud, cloud.account()).url("compute")).startsWith("http");
  }
}
