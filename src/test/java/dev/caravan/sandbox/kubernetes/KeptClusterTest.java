package dev.caravan.sandbox.kubernetes;

import static dev.caravan.sandbox.kubernetes.Client.DEFINITIONS;
import static dev.caravan.sandbox.kubernetes.Client.VPCS;
import static dev.caravan.sandbox.kubernetes.Client.subnet;
import static dev.caravan.sandbox.kubernetes.Client.vpc;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the simulator still has after a restart. */
class KeptClusterTest {

  @TempDir private Path folder;

  private static Client client(SandboxKubernetes kubernetes) {
    return Client.of(Cluster.simulated(kubernetes));
  }

  @Test
  void objectsComeBackWithTheirUidsAndVersions() throws IOException {
    Path killed = folder.resolve("killed.jsonl");
    String before;
    String definitions;
    long last;
    try (SandboxKubernetes kubernetes =
        SandboxKubernetes.start(0, folder.resolve("cluster.jsonl"))) {
      Client client = client(kubernetes);
      client.post(VPCS, vpc("one", subnet(1001))).is(201);
      client.post(VPCS, vpc("two", subnet(1002))).is(201);
      client.post(VPCS, vpc("gone", subnet(1003))).is(201);
      client.delete(VPCS + "/gone").is(200);
      before = client.get(VPCS).is(200).text();
      definitions = client.get(DEFINITIONS).is(200).json().path("items").toString();
      last = Long.parseLong(client.get(VPCS).version());
      Files.copy(folder.resolve("cluster.jsonl"), killed);
    }
    Files.writeString(killed, "{\"name\":\"vpcs", StandardOpenOption.APPEND);

    try (SandboxKubernetes kubernetes = SandboxKubernetes.start(0, killed)) {
      Client client = client(kubernetes);
      assertThat(client.get(VPCS).is(200).text()).isEqualTo(before);
      assertThat(client.get(DEFINITIONS).is(200).json().path("items").toString())
          .isEqualTo(definitions);
      client.get(VPCS + "?resourceVersion=1&resourceVersionMatch=Exact").is(410);
      long next = Long.parseLong(client.post(VPCS, vpc("three", subnet(1004))).is(201).version());
      assertThat(next).isEqualTo(last + 1);
    }
  }

  @Test
  void whatWasEmptiedStaysEmpty() {
    Path file = folder.resolve("cluster.jsonl");
    try (SandboxKubernetes kubernetes = SandboxKubernetes.start(0, file)) {
      client(kubernetes).post(VPCS, vpc("one", subnet(1001))).is(201);
      client(kubernetes).post("/sandbox/reset", "");
    }

    try (SandboxKubernetes kubernetes = SandboxKubernetes.start(0, file)) {
      assertThat(client(kubernetes).get(VPCS).is(200).names()).isEmpty();
    }
  }
}
