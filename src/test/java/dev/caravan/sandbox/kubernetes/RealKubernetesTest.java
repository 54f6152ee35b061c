package dev.caravan.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

/** Says whether the contract was held against a real cluster too, and what was missing if not. */
class RealKubernetesTest {

  @Test
  void contractIsAlsoHeldAgainstTheClusterOfTheEnvironment() {
    assumeThat(Targets.real())
        .as(
            "the contract ran on the simulator alone: set KUBE_URL, KUBE_CA (a file) and KUBE_TOKEN"
                + " to a Kubernetes API with Hedgehog's definitions that may be written to, and"
                + " that knows the tokens of the simulator")
        .isPresent();

    Client client = Client.of(Targets.real().orElseThrow());
    assertThat(client.get("/version").is(200).json().path("gitVersion").asText()).startsWith("v1");
  }
}
