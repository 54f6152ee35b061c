package dev.caravan.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** The arguments of the simulator that runs by itself. */
class StandaloneKubernetesTest {

  @Test
  void itListensWhereItIsTold() {
    try (SandboxKubernetes kubernetes = StandaloneKubernetes.start("--port=0")) {
      Client.of(Cluster.simulated(kubernetes)).get("/readyz").is(200);
    }
  }

  @Test
  void anArgumentThatItDoesNotKnowIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StandaloneKubernetes.start("--prt=1"))
        .withMessageContaining("--prt=1 is not a port");
  }
}
